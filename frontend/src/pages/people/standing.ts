import type { Portfolio } from '@/api/portfolio'

export type Drift = NonNullable<Portfolio['drift']>[number]

/** The asset class that is furthest from its target; undefined where there are no targets. */
export const furthest = (drift: Portfolio['drift']): Drift | undefined =>
  (drift ?? []).filter((d) => d.kind === 'asset_class').sort((a, b) => Math.abs(b.driftPercent) - Math.abs(a.driftPercent))[0]

/** What the check of prices says where they are too old. */
export const lateness = (checks: Portfolio['checks']): string | undefined =>
  (checks ?? []).find((c) => c.id === 'stale_price' && c.status !== 'pass')?.text
