import type { Lever, StoredProjection } from '@/api/retirement'
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

/** "14 months", "2 years" of a lever of months. */
export function monthsInWords(value: string): string {
  const months = Number.parseInt(value, 10)
  const years = Math.floor(months / 12)
  const counted = (n: number, unit: string) => `${n} ${unit}${n === 1 ? '' : 's'}`
  if (months < 24) return counted(months, 'month')
  if (months % 12 === 0) return counted(years, 'year')
  return `${counted(years, 'year')} and ${counted(months % 12, 'month')}`
}

/** "Retire 14 months later", "Save $400 more a month". */
export function leverInWords(lever: Lever, money: (value: string) => string): string {
  const amount = lever.unit === 'months' ? monthsInWords(lever.value) : money(lever.value)
  const said: Record<string, string> = {
    retire_later: `Retire ${amount} later`,
    claim_later: `Claim Social Security ${amount} later`,
    save_more: `Save ${amount} more a month`,
    spend_less: `Spend ${amount} less a month`,
  }
  return said[lever.name] ?? `${lever.label}: ${amount}${lever.unit === 'months' ? '' : ' a month'}`
}
