import { lazy } from 'react'
import type { components } from '@/api/schema'
import { useAmounts } from '@/lib/amount'
import { odds, unknown } from '@/lib/format'
import { accent, bad } from './colors'
import { Figure, type FigureProps } from './Figure'

const Columns = lazy(() => import('./pictures/Columns'))

type HistogramBin = components['schemas']['HistogramBin']

type Props = FigureProps & { bins: HistogramBin[]; title?: string; caption?: string }

/** How much the futures end with: those that ran out first, and an open last bin. */
export default function Histogram({
  bins,
  height = 220,
  title = 'What is left at the end',
  caption = 'How many of the futures end with how much, in today’s money.',
  ...frame
}: Props) {
  const { moneyShort } = useAmounts()
  const ranOut = (bin: HistogramBin) => Number(bin.to ?? 1) === 0
  const name = (bin: HistogramBin) => {
    if (ranOut(bin)) return 'Ran out'
    if (bin.to === null) return `${moneyShort(bin.from)} or more`
    return `${moneyShort(bin.from)} to ${moneyShort(bin.to)}`
  }
  const last = bins.at(-1)
  const share = (bin: HistogramBin) => (bin.share > 0 ? odds(bin.share) : unknown)
  return (
    <Figure
      {...frame}
      title={title}
      caption={caption}
      height={height}
      picture={
        <Columns
          height={height}
          say={(value) => `${Math.round(value * 100)}%`}
          columns={bins.map((bin) => ({
            name: ranOut(bin) ? 'Ran out' : `${moneyShort(bin.from)}${bin.to === null ? '+' : ''}`,
            parts: [bin.share],
            color: ranOut(bin) ? bad : undefined,
          }))}
          series={[{ name: 'Share of futures', color: accent }]}
        />
      }
      note={last && last.to === null ? `The last bar is every future that ends with ${moneyShort(last.from)} or more.` : null}
      rows={bins}
      columns={[
        { name: 'Left at the end', cell: name },
        { name: 'Of the futures', cell: share },
      ]}
    />
  )
}
