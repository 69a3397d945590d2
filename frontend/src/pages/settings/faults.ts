import { capital } from '@/lib/capital'
import type { SettingsForm, Shares } from './form'

// What refuses a save before the server is asked: only what needs no knowledge
// of plans. The server judges the rest, and names the field.

/** How much of a hundred is not given yet, in hundredths, so that no float decides; null where nothing is given. */
export function remainder(s: Shares): number | null {
  const given = Object.values(s).filter((v) => v !== '')
  if (given.length === 0 || given.every((v) => Number(v) === 0)) return null
  return 10_000 - given.reduce((sum, v) => sum + Math.round(Number(v) * 100), 0)
}

/** "2 left to give", "1.5 too many", "adds up to 100": a hint beside the targets. */
export function remainderText(left: number | null): string {
  if (left === null) return 'No targets: nothing is compared.'
  if (Number.isNaN(left)) return 'One of these is not a number.'
  if (left === 0) return 'Adds up to 100.'
  const amount = Math.abs(left) / 100
  return left > 0 ? `${amount} left to give.` : `${amount} too many.`
}

const whole = /^\d+$/
const dollars = /^-?\d+(\.\d{1,2})?$/
const decimal = /^\d+(\.\d+)?$/
const signed = /^-?\d+(\.\d+)?$/

const age = (v: string) => (v === '' || whole.test(v) ? null : 'Whole years, such as 67')
const money = (v: string) => (v === '' || dollars.test(v) ? null : 'Dollars, such as 64000 or 64000.50')
const share = (v: string) => (v === '' || decimal.test(v) ? null : 'A percent, such as 12.5')
const needed = (v: string, words: string) => (v.trim() === '' ? words : null)

/** The fields that cannot be sent as they are, each with what it takes. */
export function faultsOf(f: SettingsForm): Record<string, string> {
  const faults: Record<string, string> = {}
  const note = (path: string, fault: string | null) => {
    if (fault) faults[path] = fault
  }
  for (const key of ['retirementAge', 'yearsUntilRetirement', 'horizonAge'] as const) note(key, age(f[key]))
  for (const key of ['targetRetirementIncome', 'currentAnnualSpending', 'annualContribution'] as const) note(key, money(f[key]))
  note('taxPercent', share(f.taxPercent))
  note('emergencyMonths', f.emergencyMonths === '' || whole.test(f.emergencyMonths) ? null : 'Whole months, such as 6')
  f.incomes.forEach((row, i) => {
    noteSpan(note, `incomes.${i}`, row)
  })
  f.spending.forEach((row, i) => {
    noteSpan(note, `spending.${i}`, row)
  })
  f.events.forEach((row, i) => {
    note(`events.${i}.name`, needed(row.name, 'What is it?'))
    note(`events.${i}.amount`, needed(row.amount, 'How much?') ?? money(row.amount))
    note(`events.${i}.age`, needed(row.age, 'At which age?') ?? age(row.age))
  })
  if (f.hasPartner) {
    note('partner.currentAge', age(f.partner.currentAge))
    note('partner.horizonAge', age(f.partner.horizonAge))
    note('partner.survivorSpendingPercent', share(f.partner.survivorSpendingPercent))
  }
  for (const [id, limit] of Object.entries(f.limits)) {
    note(`limits.${id}.warn`, limit.warn === '' || decimal.test(limit.warn) ? null : 'A number, such as 12.5')
    note(`limits.${id}.fail`, limit.fail === '' || decimal.test(limit.fail) ? null : 'A number, such as 12.5')
  }
  for (const [name, own] of Object.entries(f.returns)) {
    if (own.compound === '' && own.volatility === '') continue
    note(`returns.${name}.compound`, signed.test(own.compound) ? null : 'A percent, such as 5.5; for the set’s own, empty both')
    note(
      `returns.${name}.volatility`,
      decimal.test(own.volatility) ? null : 'A percent, such as 16; for the set’s own, empty both',
    )
  }
  for (const key of ['assetClassTargets', 'regionTargets'] as const) {
    const left = remainder(f[key])
    if (left !== null && left !== 0) faults[key] = `These have to add up to 100, or all be empty: ${remainderText(left)}`
  }
  return faults
}

type Span = { name: string; annual: string; startAge: string; endAge: string }

function noteSpan(note: (path: string, fault: string | null) => void, at: string, row: Span) {
  note(`${at}.name`, needed(row.name, 'What is it?'))
  note(`${at}.annual`, needed(row.annual, 'How much?') ?? money(row.annual))
  note(`${at}.startAge`, needed(row.startAge, 'From which age?') ?? age(row.startAge))
  note(`${at}.endAge`, age(row.endAge))
}

/** The errors of the server by the form's own names of fields. */
export function formErrors(errors: { location: string; message: string }[]): Record<string, string> {
  const names: Record<string, string> = { indexed: 'isIndexed', kind: 'isSocialSecurity', partner: 'isPartners' }
  return Object.fromEntries(
    errors.map(({ location, message }) => {
      const path = location
        .replace(/^body\.(assumptions\.(?=returns))?/, '')
        .replace(/^assumptions.set$/, 'assumptionSet')
        .replace(/\[(\d+)\]/g, '.$1')
      const parts = path.split('.')
      if (/^(incomes|events)$/.test(parts[0] ?? '') && parts[2]) parts[2] = names[parts[2]] ?? parts[2]
      if (/Targets$/.test(parts[0] ?? '')) return [parts[0] ?? '', capital(message)]
      return [parts.join('.'), capital(message)]
    }),
  )
}
