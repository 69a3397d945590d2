import { SimpleGrid } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type Plan, type Projection, type ProjectionOptions, project } from '@/api/retirement'
import { Async } from '@/components/Async'
import { useAmounts } from '@/lib/amount'
import { odds, unknown } from '@/lib/format'
import { Change } from './Change'
import classes from './SideBySide.module.css'

export type Chosen = { id: string; name: string; plan: Plan }

/** Plans over the very same futures, each against the first. */
export function SideBySide({ plans, options }: { plans: Chosen[]; options: ProjectionOptions }) {
  const [first, ...others] = plans
  const compared = useQuery({
    queryKey: ['comparison', plans.map((p) => p.plan), options],
    // One after the other: a comparison is no reason to ask four times at once.
    queryFn: async ({ signal }) => {
      const answers: Projection[] = []
      if (first) answers.push(await project({ plan: first.plan, ...options }, 'quick', signal))
      for (const other of others)
        answers.push(await project({ plan: other.plan, against: first?.plan, ...options }, 'quick', signal))
      return { plans, answers }
    },
    placeholderData: keepPreviousData,
    retry: false,
  })
  return (
    <Async query={compared} what="the comparison" height={220}>
      {({ plans: shown, answers }) => (
        <SimpleGrid cols={{ base: 1, xs: 2, lg: shown.length }} spacing="sm" aria-busy={compared.isPlaceholderData}>
          {shown.map((p, i) => {
            const answer = answers[i]
            return answer ? <Card key={p.id} chosen={p} answer={answer} against={first?.name ?? ''} /> : null
          })}
        </SimpleGrid>
      )}
    </Async>
  )
}

function Card({ chosen: { name, plan }, answer, against }: { chosen: Chosen; answer: Projection; against: string }) {
  const { money, moneyShort } = useAmounts()
  const rows: [string, string][] = [
    ['Retire at', String(plan.retirementAge)],
    ['Spend a year', money(plan.annualSpending)],
    ['Save a year', money(plan.annualContribution ?? '0')],
    ['Could spend, 9 in 10', answer.sustainableIncome ? money(answer.sustainableIncome.p90) : unknown],
    ['Left, middle future', moneyShort(answer.endingBalance.p50)],
  ]
  return (
    <div className={classes.card}>
      <h3 className={classes.name}>{name}</h3>
      <p className={classes.rate}>{odds(answer.successRate)}</p>
      <p className={classes.change}>
        {answer.comparison ? <Change comparison={answer.comparison} against={`“${against}”`} /> : 'The one to compare with'}
      </p>
      <dl className={classes.rows}>
        {rows.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
