import { lazy } from 'react'
import { useAmounts } from '@/lib/amount'
import { dateShort } from '@/lib/format'
import { Figure, type FigureProps } from './Figure'

const Trend = lazy(() => import('./pictures/Trend'))

type Props = FigureProps & { items: { asOf: string; totalValue: string }[]; title?: string; caption?: string }

/** What a portfolio was worth, day by day: its value and not its return, since money comes in and goes out. */
export default function ValueHistory({
  items,
  height = 200,
  title,
  caption = 'Value, not return: money that came in or went out is part of it.',
  ...frame
}: Props) {
  const { money, moneyShort } = useAmounts()
  const rows = items.toSorted((a, b) => a.asOf.localeCompare(b.asOf))
  return (
    <Figure
      {...frame}
      title={title}
      caption={caption}
      height={height}
      picture={
        <Trend
          height={height}
          dollars={moneyShort}
          points={rows.map((r) => ({ at: Date.parse(r.asOf), value: Number(r.totalValue) }))}
        />
      }
      rows={rows.toReversed()}
      columns={[
        { name: 'Day', cell: (r) => dateShort(r.asOf) },
        { name: 'Value', cell: (r) => money(r.totalValue) },
      ]}
    />
  )
}
