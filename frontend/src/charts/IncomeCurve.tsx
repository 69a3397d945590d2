import { lazy } from 'react'
import type { components } from '@/api/schema'
import { useAmounts } from '@/lib/amount'
import { odds } from '@/lib/format'
import { Figure, type FigureProps } from './Figure'

const Curve = lazy(() => import('./pictures/Curve'))

type Props = FigureProps & {
  points: components['schemas']['CurvePoint'][]
  /** What the plan spends a year. */
  planned?: string
  title?: string
  caption?: string
}

/** What a year of spending could be, by the share of the futures that pay it in full. */
export default function IncomeCurve({
  points,
  planned,
  height = 240,
  title = 'More spending, or more certainty',
  caption = 'Spending a year, in today’s money, that was paid in full in at least that share of the futures.',
  ...frame
}: Props) {
  const { money, moneyShort } = useAmounts()
  return (
    <Figure
      {...frame}
      title={title}
      caption={caption}
      height={height}
      picture={
        <Curve
          points={points.map((p) => ({ name: odds(p.successRate), value: Number(p.income) }))}
          height={height}
          say={moneyShort}
          level={planned === undefined ? undefined : { name: `Planned ${money(planned)}`, value: Number(planned) }}
        />
      }
      note={planned === undefined ? null : `The dashed line: the ${money(planned)} a year that you plan to spend.`}
      rows={points}
      columns={[
        { name: 'In at least', cell: (p) => `${odds(p.successRate)} of futures` },
        { name: 'A year', cell: (p) => money(p.income) },
      ]}
    />
  )
}
