import { lazy } from 'react'
import { useAmounts } from '@/lib/amount'
import { accent, narrow, wide } from './colors'
import { Figure, type FigureProps, Legend } from './Figure'
import type { FanRow } from './pictures/FanPicture'
import { fanTicks } from './scale'

const FanPicture = lazy(() => import('./pictures/FanPicture'))

/** A balance by age; amounts as the API has them, numbers or decimal strings. */
export type FanInput = { age: number } & Partial<Record<'p5' | 'p10' | 'p25' | 'p50' | 'p75' | 'p90' | 'p95', string | number>>

type Props = FigureProps & {
  rows: FanInput[] /** How many in ten futures the outer band holds. */
  outer?: 8 | 9
  title?: string
  caption?: string
  retirementAge?: number
}

/** Balances by age: the middle future, and bands around it. */
export function FanFigure({ rows, outer = 8, retirementAge, height = 280, ...frame }: Props) {
  const { moneyShort } = useAmounts()
  const drawn = rows.map((row) => place(row, outer))
  const { ticks, clipped } = fanTicks(drawn)
  return (
    <Figure
      {...frame}
      height={height}
      picture={
        <FanPicture
          rows={drawn}
          ticks={ticks}
          height={height}
          dollars={moneyShort}
          mark={retirementAge ? { age: retirementAge, name: `Retire at ${retirementAge}` } : undefined}
        />
      }
      note={
        <>
          <Legend
            items={[
              { color: accent, name: 'The middle future' },
              { color: narrow, name: 'Half of the futures' },
              { color: wide, name: outer === 9 ? 'Nine in ten' : 'Eight in ten' },
            ]}
          />
          {clipped ? `The best futures go above ${moneyShort(ticks.at(-1))}, where the picture ends; the table has them.` : null}
        </>
      }
      rows={rows}
      columns={[
        { name: 'Age', cell: (r) => r.age },
        outer === 9
          ? { name: '1 in 20 below', cell: (r) => moneyShort(r.p5) }
          : { name: '1 in 10 below', cell: (r) => moneyShort(r.p10) },
        { name: '1 in 4 below', cell: (r) => moneyShort(r.p25) },
        { name: 'Middle', cell: (r) => moneyShort(r.p50) },
        { name: '1 in 4 above', cell: (r) => moneyShort(r.p75) },
        outer === 9
          ? { name: '1 in 20 above', cell: (r) => moneyShort(r.p95) }
          : { name: '1 in 10 above', cell: (r) => moneyShort(r.p90) },
      ]}
    />
  )
}

/** Where a year of the fan stands in the picture. */
function place(row: FanInput, outer: 8 | 9): FanRow {
  const at = (value: string | number | undefined) => Number(value ?? 0)
  const [low, high] = outer === 9 ? [row.p5, row.p95] : [row.p10, row.p90]
  return { age: row.age, low: at(low), p25: at(row.p25), p50: at(row.p50), p75: at(row.p75), high: at(high) }
}
