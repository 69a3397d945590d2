import type { Lever } from '@/api/retirement'

/** "14 months", "2 years" of a lever of months. */
export function monthsInWords(value: string): string {
  const months = Number.parseInt(value, 10)
  const years = Math.floor(months / 12)
  const counted = (n: number, unit: string) => `${n} ${unit}${n === 1 ? '' : 's'}`
  if (months < 24) return counted(months, 'month')
  if (months % 12 === 0) return counted(years, 'year')
  return `${counted(years, 'year')} and ${counted(months % 12, 'month')}`
}

/** "Work 14 months longer", "Save $400 more a month": what a lever asks for, in the words of reports. */
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
