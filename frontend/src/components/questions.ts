import type { Person } from '@/api/user'

// The five questions that a plan is made of. What is not answered is assumed,
// visibly.

export const questions = ['birthDate', 'retirementAge', 'spending', 'saving', 'socialSecurity'] as const
export type Question = (typeof questions)[number]

type Income = Person['incomes'][number]

/** Whether an income is the person's own Social Security: by its kind, or by its name. */
export const isOwnSocialSecurity = (income: Income) =>
  !income.partner && (income.kind === 'social_security' || /social security/i.test(income.name ?? ''))

const has: Record<Question, (p: Person) => boolean> = {
  birthDate: (p) => p.birthDate !== null,
  retirementAge: (p) => p.retirementAge !== null || p.yearsUntilRetirement !== null,
  spending: (p) => p.currentAnnualSpending !== null,
  saving: (p) => p.annualContribution !== null,
  socialSecurity: (p) => (p.incomes ?? []).some(isOwnSocialSecurity),
}

export const isAnswered = (question: Question, person: Person) => has[question](person)

/** The questions that the record answers. */
export const answered = (person: Person): Question[] => questions.filter((q) => has[q](person))
