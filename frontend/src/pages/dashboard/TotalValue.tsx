import { Anchor, Skeleton, Text } from '@mantine/core'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { Link } from 'react-router'
import { historyQuery, type Portfolio, type PortfolioValue } from '@/api/portfolio'
import { Async } from '@/components/Async'
import { useAmounts } from '@/lib/amount'
import { date } from '@/lib/format'
import classes from './TotalValue.module.css'

const ValueHistory = lazy(() => import('@/charts/ValueHistory'))

/** The one figure that is looked for first, and how it came about. */
export function TotalValue({ query }: { query: UseQueryResult<Portfolio> }) {
  return (
    <>
      <Async query={query} what="the portfolio" skeleton={<Skeleton h={92} maw={360} />}>
        {(portfolio) => <Figure portfolio={portfolio} />}
      </Async>
      <History now={query.data?.totalValue} />
    </>
  )
}

function Figure({ portfolio }: { portfolio: Portfolio }) {
  const { money } = useAmounts()
  const accounts = (portfolio.accounts ?? []).length
  const unpriced = (portfolio.unpriced ?? []).length
  const old = Math.floor((Date.now() - Date.parse(portfolio.asOf)) / 86_400_000)
  return (
    <>
      <p className={`figure ${classes.total}`} data-figure="total">
        {money(portfolio.totalValue)}
      </p>
      <Text c="dimmed" size="sm">
        at prices of <time dateTime={portfolio.asOf}>{date(portfolio.asOf)}</time>
        {old > 7 ? ` (${old} days ago)` : ''}, in {accounts} {accounts === 1 ? 'account' : 'accounts'}; {money(portfolio.cash)} of
        it is cash
      </Text>
      {unpriced > 0 ? (
        <Text size="sm" mt={4}>
          {unpriced === 1 ? 'One holding has no price and counts' : `${unpriced} holdings have no price and count`} as nothing.{' '}
          <Anchor component={Link} to="/portfolio" size="sm">
            Give a price
          </Anchor>
        </Text>
      ) : null}
    </>
  )
}

function History({ now }: { now: string | undefined }) {
  const query = useQuery(historyQuery)
  return (
    <div className={classes.history}>
      <Async query={query} what="the value history" height={250}>
        {(points) =>
          points.length < 2 ? (
            <Text size="sm" c="dimmed" className={classes.first}>
              The history of this value begins today: each import, change and analysis adds a point to it.
            </Text>
          ) : (
            <Suspense fallback={<Skeleton h={250} />}>
              <ValueHistory points={endingNow(points, now)} />
            </Suspense>
          )
        }
      </Async>
    </div>
  )
}

/** What was added after today's own point was written: the line ends at the total above it. */
function endingNow(points: PortfolioValue[], now: string | undefined): PortfolioValue[] {
  const last = points.at(-1)
  if (!last || now === undefined || last.totalValue === now) return points
  return [...points, { ...last, totalValue: now, source: 'current' }]
}
