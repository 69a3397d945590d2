import type { Portfolio } from '@/api/portfolio'
import type { Holding } from '@/api/positions'

/** How far a price can be relied on: 'old' is older than the limit of Alex's own check. */
export type PriceAge = 'fresh' | 'old' | 'undated' | 'missing'

const dayLength = 86_400_000

export function priceAge(holding: Holding, portfolio: Pick<Portfolio, 'asOf' | 'checks'>): PriceAge {
  if (!holding.priced) return 'missing'
  if (!holding.priceAsOf) return 'undated'
  const limit = portfolio.checks?.find((c) => c.id === 'stale_price')?.limit ?? 7
  const days = (Date.parse(portfolio.asOf) - Date.parse(holding.priceAsOf)) / dayLength
  return days > limit ? 'old' : 'fresh'
}
