import type { Portfolio } from '@/api/portfolio'
import { assetClasses } from '@/lib/words'

/** Today's allocation as targets; none where a part of it is of unknown kind, or nothing is held. */
export function currentMix(portfolio: Portfolio): Record<string, number> | null {
  const rows = portfolio.byAssetClass ?? []
  const isKnown = (key: string) => (assetClasses as readonly string[]).includes(key)
  if (rows.length === 0 || rows.some((r) => !isKnown(r.key) || r.percent <= 0)) return null
  return Object.fromEntries(rows.map((r) => [r.key, r.percent]))
}
