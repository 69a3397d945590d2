import type { StoredProjection } from '@/api/retirement'
import { odds } from '@/lib/format'

/** The chance that levers are solved for, and from which a plan counts as carried. */
export const wished = 0.85

/** "86% to over 99%": the least and the most that the methods say; one figure where they agree. */
export function rangeOf(methods: StoredProjection['methods']): string | null {
  const rates = methods.map((m) => m.successRate)
  if (rates.length < 2) return null
  const [least, most] = [odds(Math.min(...rates)), odds(Math.max(...rates))]
  return least === most ? least : `${least} to ${most}`
}

/** The ends of that range in percent, for the picture. */
export function span(methods: StoredProjection['methods']): { from: number; to: number } {
  const rates = methods.map((m) => m.successRate * 100)
  return { from: Math.min(...rates), to: Math.max(...rates) }
}
