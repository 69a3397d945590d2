import type { components } from '@/api/schema'

export type Step = components['schemas']['Step']

/** The five agents: a face, a name, and what each does. */
export const agents: Record<string, { face: string; name: string; does: string }> = {
  planner: { face: '🧭', name: 'Planner', does: 'decides who has to work' },
  tagger: { face: '🏷️', name: 'Tagger', does: 'classifies what nobody knew' },
  reporter: { face: '✍️', name: 'Reporter', does: 'writes around the figures' },
  charter: { face: '📊', name: 'Charter', does: 'draws the figures' },
  retirement: { face: '🔭', name: 'Retirement specialist', does: 'simulates the plan' },
}

export const agentOf = (key: string) => agents[key] ?? { face: '⚙️', name: key, does: '' }

/** The words and the sign of a step's state: never the colour alone. */
export function stateOf(step: Step): { text: string; sign: string; tone: 'calm' | 'good' | 'warn' | 'bad' } {
  if (step.fellBack) return { text: 'fell back to the rules writer', sign: '↩', tone: 'warn' }
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
