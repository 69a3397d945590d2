import { lazy } from 'react'
import type { components } from '@/api/schema'
import { useAmounts } from '@/lib/amount'
import { accent, good, text } from './colors'
import { Figure, type FigureProps, Legend } from './Figure'

const Flows = lazy(() => import('./pictures/Flows'))

type CashFlow = components['schemas']['CashFlow']

type Props = FigureProps & { flows: CashFlow[]; title?: string; caption?: string }

/** Saving, other income and spending by age. */
export default function SpendingBars({
  flows,
  height = 220,
  title = 'What comes in and what is spent',
  caption = 'The plan as stated, in today’s money. Spending above the bars comes out of the portfolio.',
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
        <Flows
          height={height}
          dollars={moneyShort}
          rows={flows.map((f) => ({
            age: f.age,
            saved: Number(f.contribution),
            income: Number(f.income),
            spent: Number(f.spending),
          }))}
        />
      }
      note={
        <Legend
          items={[
            { color: good, name: 'Saved' },
            { color: accent, name: 'Social Security, pensions and other income' },
            { color: text, name: 'Spending (line)' },
          ]}
        />
      }
      rows={flows}
      columns={[
        { name: 'Age', cell: (f) => f.age },
        { name: 'Saved', cell: (f) => money(f.contribution) },
        { name: 'Income', cell: (f) => money(f.income) },
        { name: 'Spent', cell: (f) => money(f.spending) },
      ]}
    />
  )
}
