import { lazy } from 'react'
import type { Chart } from '@/api/reports'
import { useAmounts } from '@/lib/amount'
import { points as inPoints, percent, share } from '@/lib/format'
import { gray, themed } from './colors'
import { Figure, type FigureProps } from './Figure'
import type { Column } from './NumbersTable'

const Bars = lazy(() => import('./pictures/Bars'))

type Point = NonNullable<Chart['data']>[number]
type Props = FigureProps & { chart: Chart; title: string; caption: string }

/** Horizontal bars: shares of a whole, dollars, or differences in points. */
export function BarFigure({ chart, headingLevel, title, caption }: Props) {
  const { money } = useAmounts()
  const points = chart.data ?? []
  const shares = points.some((p) => p.percentage !== undefined)
  const value = (p: Point) => (chart.unit === 'pt' ? inPoints(p.value) : chart.unit === '%' ? percent(p.value) : money(p.value))
  const noisy = points.some((p) => p.noise)
  const columns: Column<Point>[] = [
    { name: 'Name', cell: (p) => p.name },
    { name: chart.unit === 'pt' ? 'Difference' : 'Value', cell: value },
  ]
  if (shares) columns.push({ name: 'Share', cell: (p) => share(p.percentage) })
  if (noisy) columns.push({ name: 'Within the noise', cell: (p) => (p.noise ? 'yes' : 'no') })
  return (
    <Figure
      title={title}
      caption={caption}
      headingLevel={headingLevel}
      height={points.length * 40}
      picture={
        <Bars
          rows={points.map((p) => ({
            name: p.name,
            value: p.value,
            label: `${shares ? share(p.percentage) : value(p)}${p.noise ? ' · within the noise' : ''}`,
            color: p.noise ? gray : themed(p.color),
          }))}
        />
      }
      note={noisy ? 'Gray: so small that chance alone may make it.' : null}
      rows={points}
      columns={columns}
    />
  )
}
