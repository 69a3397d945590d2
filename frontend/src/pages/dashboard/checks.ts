import type { components } from '@/api/schema'

export type Check = components['schemas']['Check']

const rank: Record<string, number> = { fail: 0, warn: 1, pass: 2 }

/** What fails stands first, then what warns; each kind keeps the server's order. */
export const byUrgency = (checks: readonly Check[]): Check[] =>
  [...checks].sort((a, b) => (rank[a.status] ?? 1) - (rank[b.status] ?? 1))

/** The name of a check, the sentence that says its measure, and where it can be acted on. */
type Words = { title: string; say?: (measured: string, limit: string) => string; to?: string }

const words: Record<string, Words> = {
  single_stock: {
    title: 'Single company',
    say: (m, l) => `The largest single company is ${m}% of everything; the limit is ${l}%.`,
  },
  single_holding: {
    title: 'Single holding',
    say: (m, l) => `The largest holding that is not a broad fund is ${m}% of everything; the limit is ${l}%.`,
  },
  top_five: {
    title: 'Five largest holdings',
    say: (m, l) => `The five largest that are not broad funds are ${m}% of everything; the limit is ${l}%.`,
  },
  region_concentration: {
    title: 'One region',
    say: (m, l) => `The largest region holds ${m}% of your stocks; the limit is ${l}%.`,
  },
  fees: { title: 'Fund fees', say: (m, l) => `Your funds cost ${m}% a year; the limit is ${l}%.` },
  cash_drag: {
    title: 'Idle cash',
    say: (m, l) => `Cash beyond the emergency fund is ${m}% of everything; the limit is ${l}%.`,
  },
  emergency_fund: {
    title: 'Emergency fund',
    say: (m, l) => `Cash within reach covers ${m} months of current spending; the limit is ${l}.`,
    to: '/portfolio',
  },
  unpriced: {
    title: 'Prices',
    say: (m) => (m === '0' ? 'Every holding has a price.' : `Holdings without a price, which count as nothing: ${m}.`),
    to: '/portfolio',
  },
  unclassified: {
    title: 'Known kinds',
    say: (m, l) =>
      m === '0' ? 'Of every holding it is known what it is.' : `${m}% of everything is of unknown kind; the limit is ${l}%.`,
    to: '/portfolio',
  },
  stale_price: {
    title: 'Prices of one time',
    say: (m, l) => `The oldest price is ${m} ${m === '1' ? 'day' : 'days'} older than the newest; the limit is ${l}.`,
    to: '/portfolio',
  },
  target_drift: {
    title: 'Distance from targets',
    say: (m, l) => `The largest distance from a target is ${m} points; the limit is ${l}.`,
    to: '/rebalance',
  },
}

/** A check in words. One that has none here is said as the server says it. */
export function inWords(check: Check): { title: string; text: string; to?: string } {
  const { title, say, to } = words[check.id] ?? { title: check.id.replaceAll('_', ' ') }
  const [measured, limit] = shown(check.measured, check.limit)
  return {
    title: title.charAt(0).toUpperCase() + title.slice(1),
    text: say ? say(measured, limit) + doubt(check) : check.text,
    to,
  }
}

/** What the server adds after the numbers: why it warns though the limit is kept. */
function doubt({ text }: Check): string {
  const added = text.split(/\(limit [^)]*\)/)[1]?.replace(/^[\s,;:.]+/, '') ?? ''
  return added ? ` ${added.charAt(0).toUpperCase()}${added.slice(1)}.` : ''
}

/** Both numbers with at most two decimals; with four where two would make them look equal. */
function shown(measured: number, limit: number): [string, string] {
  const [short, bound] = [decimals(measured, 2), decimals(limit, 2)]
  return [short === bound && measured !== limit ? decimals(measured, 4) : short, bound]
}

const decimals = (value: number, most: number) => new Intl.NumberFormat('en-US', { maximumFractionDigits: most }).format(value)
