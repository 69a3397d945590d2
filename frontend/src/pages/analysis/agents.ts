import { type Icon, IconChartBar, IconCompass, IconPencil, IconSettings, IconTag, IconTelescope } from '@tabler/icons-react'
import type { components } from '@/api/schema'

export type Step = components['schemas']['Step']

/** The five agents: a sign, a name, and what each does. (Not every system can draw emoji.) */
export const agents: Record<string, { Sign: Icon; name: string; does: string }> = {
  planner: { Sign: IconCompass, name: 'Planner', does: 'decides who has to work' },
  tagger: { Sign: IconTag, name: 'Tagger', does: 'classifies what nobody knew' },
  reporter: { Sign: IconPencil, name: 'Reporter', does: 'writes the sections' },
  charter: { Sign: IconChartBar, name: 'Charter', does: 'draws the figures' },
  retirement: { Sign: IconTelescope, name: 'Retirement specialist', does: 'simulates the plan' },
}

export const agentOf = (key: string) => agents[key] ?? { Sign: IconSettings, name: key, does: '' }

/** The words and the sign of a step's state: never the colour alone. */
export function stateOf(step: Step): { text: string; sign: string; tone: 'calm' | 'good' | 'warn' | 'bad'; note?: string } {
  if (step.fellBack && step.status === 'done') {
    const isPart = step.author !== undefined && step.author !== 'rules'
    return { text: 'done', sign: '↩', tone: 'warn', note: isPart ? 'fell back in part' : 'fell back' }
  }
  switch (step.status) {
    case 'done':
      return { text: 'done', sign: '✓', tone: 'good' }
    case 'running':
      return { text: 'at work', sign: '…', tone: 'calm' }
    case 'failed':
      return { text: 'failed', sign: '✕', tone: 'bad' }
    case 'skipped':
      return { text: 'not needed', sign: '–', tone: 'calm' }
    default:
      return { text: 'waits', sign: '○', tone: 'calm' }
  }
}

/** Where a stretch of time lies within another, in percent, for a bar. */
export function stretch(
  start: string | undefined | null,
  end: string | undefined | null,
  from: number,
  to: number,
): { left: number; width: number } | null {
  if (!start) return null
  const length = Math.max(to - from, 1)
  const left = ((Date.parse(start) - from) / length) * 100
  const right = (((end ? Date.parse(end) : to) - from) / length) * 100
  return { left: clamp(left), width: Math.max(clamp(right) - clamp(left), 1) }
}

const clamp = (x: number) => Math.min(Math.max(x, 0), 100)

/** Milliseconds from one time to another. */
export const elapsed = (start?: string | null, end?: string | null) => (start && end ? Date.parse(end) - Date.parse(start) : null)

/** Tokens and what they cost: "1,234 tokens · $0.02"; nothing where no model was asked. Tokens that cost nothing have no known price. */
export function paidFor({ tokens, cost }: { tokens: number; cost: string }): string {
  if (tokens === 0) return ''
  return `${tokens.toLocaleString('en-US')} tokens${Number(cost) > 0 ? ` · $${cost}` : ''}`
}

/** Whose work a step is: a model classifies by itself, and else remarks on what rules do. */
export function authorOf({ agent, author }: Pick<Step, 'agent' | 'author'>): string {
  return author === 'rules' || agent === 'tagger' ? `by ${author}` : `by rules, with ${author}`
}
