import type { Lever } from '@/api/retirement'

/** "14 months", "2 years" of a lever of months, as reports count them. */
export function monthsInWords(value: string): string {
  const months = Number.parseInt(value, 10)
  if (months >= 24 && months % 12 === 0) return `${months / 12} years`
  return months === 1 ? '1 month' : `${months} months`
}

/** "Work 14 months longer", "Save $400 more a month": what a lever asks for. */
export function leverInWords(lever: Lever, money: (value: string) => string): string {
  const amount = lever.unit === 'months' ? monthsInWords(lever.value) : money(lever.value)
  const said: Record<string, string> = {
    retire_later: `Work ${amount} longer`,
    claim_later: `Claim Social Security ${amount} later`,
    save_more: `Save ${amount} more a month`,
    spend_less: `Spend ${amount} less a month`,
  }
  return said[lever.name] ?? `${lever.label}: ${amount}${lever.unit === 'months' ? '' : ' a month'}`
}
