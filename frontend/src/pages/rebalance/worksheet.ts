import type { Portfolio } from '@/api/portfolio'
import type { Trade, Worksheet } from '@/api/rebalance'
import { word } from '@/lib/words'

export type AccountSheet = {
  id: string
  name: string
  /** The kind of the account, in words. */
  kind: string
  cashBefore: string | undefined
  cashAfter: string
  trades: Trade[]
}

/** The worksheet account by account; money never moves between them. */
export function byAccount(sheet: Worksheet, portfolio: Portfolio): AccountSheet[] {
  return (sheet.accounts ?? []).map(({ accountId, accountName, residual }) => {
    const account = portfolio.accounts?.find((a) => a.id === accountId)
    return {
      id: accountId,
      name: accountName,
      kind: account ? word(account.accountType) : '',
      cashBefore: account?.cashBalance,
      cashAfter: residual,
      trades: (sheet.trades ?? []).filter((t) => t.accountId === accountId),
    }
  })
}

export const isSale = (t: Trade) => t.amount.startsWith('-')

/** The size of an amount of which the side is said in words. */
export const unsigned = (text: string) => text.replace(/^-/, '')

export const csvHead = ['account', 'action', 'symbol', 'shares', 'amount', 'estimatedGain']

/** The worksheet as lines of a table; an amount is positive for a purchase, as in the API. */
export function csvLines(sheet: Worksheet): string[][] {
  const trades = (sheet.trades ?? []).map((t) => [
    t.accountName,
    isSale(t) ? 'sell' : 'buy',
    t.symbol,
    unsigned(t.shares),
    t.amount,
    t.estimatedGain ?? '',
  ])
  const residuals = (sheet.accounts ?? []).map((a) => [a.accountName, 'cash left', '', '', a.residual, ''])
  return [...trades, ...residuals]
}

type Mix = Worksheet['before']

export type ClassLine = { key: string; before: number; after: number; target: number | undefined }

/** The classes that are held or wanted, in the order of Alex. */
export function classLines(sheet: Worksheet, targets: ReadonlyMap<string, number>): ClassLine[] {
  const keys = ['equity', 'fixed_income', 'real_estate', 'commodities', 'alternatives', 'cash', 'unclassified'] as const
  const of = (mix: Mix, key: (typeof keys)[number]) => mix[key] ?? 0
  return keys
    .map((key) => ({ key, before: of(sheet.before, key), after: of(sheet.after, key), target: targets.get(key) }))
    .filter((line) => line.before !== 0 || line.after !== 0 || line.target)
}
