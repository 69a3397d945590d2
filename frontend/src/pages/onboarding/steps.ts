import type { Person } from '@/api/user'
import { isAnswered, type Question, questions } from '@/components/questions'

export type Step = 'holdings' | Question | 'targets' | 'done'

export const steps: readonly Step[] = ['holdings', ...questions, 'targets', 'done']

/** The step that an address names; nothing where it names none. */
export const stepOf = (text: string | null): Step | undefined => steps.find((s) => s === text)

/** Where to go on: what is held comes first, then the first question that the record leaves open. */
export function resumeAt(person: Person, hasHoldings: boolean): Step {
  if (!hasHoldings) return 'holdings'
  return questions.find((q) => !isAnswered(q, person)) ?? 'done'
}

export const stepAfter = (step: Step): Step => steps[steps.indexOf(step) + 1] ?? 'done'
export const stepBefore = (step: Step): Step | undefined => steps[steps.indexOf(step) - 1]
