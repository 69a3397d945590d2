import { lazy } from 'react'
import type { Chart } from '@/api/reports'
import { useAmounts, useSentence } from '@/lib/amount'
import { BarFigure } from './BarFigure'
import { FanFigure } from './FanFigure'
import type { FigureProps } from './Figure'
import { Figure } from './Figure'
import { PieFigure } from './PieFigure'

const Curve = lazy(() => import('./pictures/Curve'))

type Props = FigureProps & { chart: Chart }

/** A chart of the API as a figure: title, finding, picture, and the same numbers as a table. */
export function ChartFigure({ chart, ...shape }: Props) {
  const sentence = useSentence()
  const words = { title: sentence(chart.title), caption: sentence(chart.caption) }
  switch (chart.type) {
    case 'pie':
      return <PieFigure chart={chart} {...words} {...shape} />
    case 'fan':
      return <FanFigure rows={(chart.data ?? []).map((p) => ({ ...p, age: Number(p.name) }))} outer={9} {...words} {...shape} />
    case 'line':
      return <LineFigure chart={chart} {...words} {...shape} />
    default: // A kind that this page does not know still shows its numbers.
      return <BarFigure chart={chart} {...words} {...shape} />
  }
}

export default ChartFigure

function LineFigure({ chart, height = 240, ...frame }: Props & { title: string; caption: string }) {
  const { money, moneyShort } = useAmounts()
  const level = chart.reference
  return (
    <Figure
      {...frame}
      height={height}
      picture={
        <Curve
          points={chart.data ?? []}
          height={height}
          say={moneyShort}
          level={level && { name: `${level.name} ${money(level.value)}`, value: level.value }}
        />
      }
      note={level ? `The dashed line: ${level.name.toLowerCase()}, ${money(level.value)}.` : null}
      rows={chart.data ?? []}
      columns={[
        { name: 'In at least', cell: (p) => `${p.name} of futures` },
        { name: 'A year', cell: (p) => money(p.value) },
      ]}
    />
  )
}
