import { lazy } from 'react'
import type { Chart } from '@/api/reports'
import { useAmounts } from '@/lib/amount'
import { share } from '@/lib/format'
import { themed } from './colors'
import { Figure, type FigureProps } from './Figure'
import type { Column } from './NumbersTable'
import classes from './PieFigure.module.css'

const Donut = lazy(() => import('./pictures/Donut'))

type Point = NonNullable<Chart['data']>[number]
type Props = FigureProps & { chart: Chart; title: string; caption: string }

/** Parts of a whole: a ring, and a list that names each part beside it. */
export function PieFigure({ chart, height = 190, ...frame }: Props) {
  const { money } = useAmounts()
  const points = chart.data ?? []
  const targets = points.some((p) => p.target !== undefined)
  const columns: Column<Point>[] = [
    { name: 'Part', cell: (p) => p.name },
    { name: 'Value', cell: (p) => money(p.value) },
    { name: 'Share', cell: (p) => share(p.percentage) },
  ]
  if (targets) columns.push({ name: 'Target', cell: (p) => share(p.target) })
  return (
    <Figure
      {...frame}
      height={height}
      picture={
        <div className={classes.split}>
          <div className={classes.ring}>
            <Donut slices={points.map((p) => ({ value: p.value, color: themed(p.color) }))} height={height} />
          </div>
          <ul className={classes.list}>
            {points.map((p, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: names may be the same
              <li key={i}>
                <span className={classes.swatch} style={{ background: themed(p.color) }} />
                <span className={classes.name}>{p.name}</span>
                <span className={classes.share}>{share(p.percentage)}</span>
                {targets ? <span className={classes.target}>target {share(p.target)}</span> : null}
              </li>
            ))}
          </ul>
        </div>
      }
      rows={points}
      columns={columns}
    />
  )
}
