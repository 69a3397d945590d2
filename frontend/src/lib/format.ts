// The one place where a value of the server becomes words. Money, prices and
// quantities arrive as decimal strings and stay strings until here; nothing is
// computed. Intl reads the string itself, so no digit is lost to a float.

type Decimal = Intl.StringNumericLiteral

// Half to even, as the server rounds what it writes into reports.
const numbers = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat('en-US', { ...options, roundingMode: 'halfEven' })
const amounts = (options: Intl.NumberFormatOptions) => numbers({ style: 'currency', currency: 'USD', ...options })

const dollars = amounts({ maximumFractionDigits: 0 })
const cents = amounts({})
const compact = amounts({ notation: 'compact', maximumSignificantDigits: 3 })
const price = amounts({ minimumFractionDigits: 2, maximumFractionDigits: 6 })
const underCent = amounts({ maximumSignificantDigits: 2 })
const quantity = numbers({ maximumFractionDigits: 8 })
const tenths = numbers({ minimumFractionDigits: 1, maximumFractionDigits: 1 })
const hundredths = numbers({ minimumFractionDigits: 2, maximumFractionDigits: 2 })
const wholes = numbers({ maximumFractionDigits: 0 })
const day = new Intl.DateTimeFormat('en-US', { year: 'numeric', month: 'long', day: 'numeric', timeZone: 'UTC' })
const shortDay = new Intl.DateTimeFormat('en-US', { year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' })
const moment = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'short' })

/** What stands where a value is not known. */
export const unknown = '–'

/** What stands where a person hides amounts. */
export const hidden = '•••••'

const number = /^-?\d+(\.\d+)?$/

function format(f: Intl.NumberFormat, value: string | number | null | undefined): string {
  if (value === null || value === undefined || value === '') return unknown
  const digits = String(value) // a float would be rounded from what it is, 5.35 from 5.3499…
  if (typeof value === 'string' && !number.test(value)) return unknown
  const text = f.format(number.test(digits) ? (digits as Decimal) : (value as number)).replace('-', '−')
  return /^−[^1-9]*$/.test(text) ? text.slice(1) : text
}

/** "$701,217": whole dollars. */
export const money = (value: string | number | null | undefined) => format(dollars, value)

/** "$701,216.65": dollars and cents. */
export const moneyExact = (value: string | number | null | undefined) => format(cents, value)

/** "$0.25", "$0.0032": what a model cost, which is often less than a cent and never shown as nothing. */
export const modelCost = (value: string | null | undefined) => {
  const isUnderCent = value && Number(value) > 0 && Number(value) < 0.01
  return format(isUnderCent ? underCent : cents, value)
}

/** "$701K", "$1.98M": for the axes of charts. */
export const moneyShort = (value: string | number | null | undefined) => format(compact, value)

/** "$238.10": a price, with as many digits as it has. */
export const unitPrice = (value: string | null | undefined) => format(price, value)

/** "1,234.5678": shares. */
export const shares = (value: string | null | undefined) => format(quantity, value)

const percentAs = (f: Intl.NumberFormat) => (value: number | null | undefined) =>
  value === null || value === undefined ? unknown : `${format(f, value)}%`

/** "71.8%": a percent from 0 to 100, as the API has it. */
export const percent = percentAs(tenths)

/** "71.76%": a percent that stands below others of its whole. In hundredths, as the server has them, they add up to 100.00. */
export const share = percentAs(hundredths)

/** "67%": a percent of which a decimal would say too much. */
export const wholePercent = percentAs(wholes)

const pointsAs = (f: Intl.NumberFormat) => (value: number | null | undefined) =>
  value === null || value === undefined ? unknown : `${value > 0 ? '+' : ''}${format(f, value)} pt`

/** "−13.9 pt": a difference of percents. */
export const points = pointsAs(tenths)

/** "−13.94 pt": a difference of shares, beside them. */
export const sharePoints = pointsAs(hundredths)

/** "97%", "over 99%", "under 1%": a share of futures from 0 to 1, never as certain as 0 or 100. */
export function odds(rate: number | null | undefined): string {
  if (rate === null || rate === undefined) return unknown
  if (rate > 0.99) return 'over 99%'
  if (rate < 0.01) return 'under 1%'
  return wholePercent(Number((rate * 100).toFixed(6))) // 0.575 * 100 is 57.49999999999999
}

/** "October 30, 2026" of a date or an RFC 3339 time. */
export const date = (value: string | null | undefined) => (value ? day.format(new Date(value)) : unknown)

/** "Oct 30, 2026". */
export const dateShort = (value: string | null | undefined) => (value ? shortDay.format(new Date(value)) : unknown)

/** "Nov 28, 2026, 8:51 AM", in the reader's own time zone. */
export const time = (value: string | null | undefined) => (value ? moment.format(new Date(value)) : unknown)

/** "0.29 s", "4.1 s", "2 min 5 s" of milliseconds. */
export function duration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return unknown
  if (ms < 1000) return `${(ms / 1000).toFixed(2)} s`
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}
