import type { QueryClient } from '@tanstack/react-query'
import { type Portfolio, portfolioQuery, type ValuedAccount } from '@/api/portfolio'
import type { Holding } from '@/api/positions'

const mapPositions = (p: Portfolio, change: (positions: Holding[], account: ValuedAccount) => Holding[]): Portfolio => ({
  ...p,
  accounts: (p.accounts ?? []).map((a) => ({ ...a, positions: change(a.positions ?? [], a) })),
})

/** The portfolio as read, with one holding as given. Totals stay as they were read: only Alex adds up. */
export const withHolding = (p: Portfolio, holding: Holding): Portfolio =>
  mapPositions(p, (positions) => positions.map((h) => (h.id === holding.id ? holding : h)))

export const withoutHolding = (p: Portfolio, id: string): Portfolio =>
  mapPositions(p, (positions) => positions.filter((h) => h.id !== id))

/** Changes the portfolio that is shown, before Alex has answered; the answer of a read under way would undo it. */
export async function showAtOnce(client: QueryClient, change: (p: Portfolio) => Portfolio) {
  await client.cancelQueries({ queryKey: portfolioQuery.queryKey })
  client.setQueryData(portfolioQuery.queryKey, (p: Portfolio | undefined) => p && change(p))
}
