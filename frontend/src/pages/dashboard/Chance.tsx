import { Anchor, Skeleton, Stack, Text } from '@mantine/core'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { ReportSummary } from '@/api/reports'
import { type StoredProjection, type StoredRetirement, storedRetirementQuery } from '@/api/retirement'
import { Async } from '@/components/Async'
import { Failure } from '@/components/Failure'
import { leverInWords } from '@/components/lever'
import { Strong } from '@/components/Strong'
import { useAmounts, useSentence } from '@/lib/amount'
import { date, odds, wholePercent } from '@/lib/format'
import classes from './Chance.module.css'
import { rangeOf, span, wished } from './chance'
import { NextSteps } from './NextSteps'

/** How likely the plan is to hold, in words, and what would change it. */
export function Chance({ report }: { report: UseQueryResult<ReportSummary | null> }) {
  const stored = useQuery(storedRetirementQuery(report.data?.id))
  if (report.isError && report.data === undefined) {
    return <Failure error={report.error} what="Could not read the latest report" retry={() => report.refetch()} />
  }
  if (report.data === null) return <NextSteps hasHoldings hasReport={false} />
  return (
    <Async query={stored} what="the retirement projection" skeleton={<Skeleton h={240} />}>
      {(retirement) => (
        <Stack gap="sm">
          <Outlook retirement={retirement} />
          <Text size="sm" c="dimmed">
            From the report of {date(report.data?.generatedAt)}.{' '}
            <Anchor component={Link} to="/retirement" size="sm">
              Try changes
            </Anchor>
          </Text>
        </Stack>
      )}
    </Async>
  )
}

function Outlook({ retirement }: { retirement: StoredRetirement }) {
  const sentence = useSentence()
  const { projection } = retirement
  if (!projection) return <Strong text={sentence(retirement.summary)} />
  const horizon = projection.percentiles.at(-1)?.age
  const range = rangeOf(projection.methods)
  return (
    <>
      <p className={classes.lead}>
        <strong className="figure" data-figure="success">
          {odds(projection.successRate)}
        </strong>{' '}
        of simulated futures pay every planned year in full{horizon ? `, up to age ${horizon}` : ''}.
      </p>
      {range ? (
        <>
          <Gauge projection={projection} />
          <Text size="sm">
            By {projection.methods.length} methods it is <strong data-figure="success-range">{range}</strong>; nobody knows which
            comes nearest.
          </Text>
        </>
      ) : null}
      <Shortfall projection={projection} />
      <Change projection={projection} />
    </>
  )
}

/** Where the chance lies between never and always: the range, the figure, and the mark of 85%. */
function Gauge({ projection }: { projection: StoredProjection }) {
  const { from, to } = span(projection.methods)
  return (
    <div className={classes.gauge} aria-hidden>
      <div className={classes.track}>
        <span className={classes.range} style={{ left: `${from}%`, width: `${Math.max(to - from, 0.5)}%` }} />
        <span className={classes.mark} />
        <span className={classes.point} style={{ left: `${projection.successRate * 100}%` }} />
      </div>
      <div className={classes.scale}>
        <span className={classes.markLabel}>85%</span>
      </div>
    </div>
  )
}

function Shortfall({ projection }: { projection: StoredProjection }) {
  const age = projection.depletionAges?.p50
  if (!age) return null
  const covered = projection.methods[0]?.failure?.coveredPercent
  return (
    <Text size="sm">
      Where it falls short, it typically does from age {age}
      {covered ? `, and other income still pays ${wholePercent(covered)} of planned spending` : ''}.
    </Text>
  )
}

function Change({ projection }: { projection: StoredProjection }) {
  const { money } = useAmounts()
  if (projection.successRate >= wished) {
    const margin = projection.sustainableIncome?.p90
    return (
      <Text size="sm">
        That is above 85% already.{' '}
        {margin ? (
          <>
            Spending of <strong data-figure="sustainable">{money(margin)}</strong> a year, other income included, lasts in 90% of
            futures.
          </>
        ) : null}
      </Text>
    )
  }
  const reaching = projection.levers.filter((l) => l.reached)
  if (reaching.length === 0) {
    return <Text size="sm">No single change reaches 85%. Several together may: try them on the retirement page.</Text>
  }
  return (
    <div>
      <Text size="sm">Any one of these alone brings it to 85%:</Text>
      <ul className={classes.levers}>
        {reaching.map((lever) => (
          <li key={lever.name}>{leverInWords(lever, money)}</li>
        ))}
      </ul>
    </div>
  )
}
