import { Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { NamedPlan } from '@/api/plans'
import { type Portfolio, portfolioQuery } from '@/api/portfolio'
import { latestReportQuery } from '@/api/reports'
import { storedRetirementQuery } from '@/api/retirement'
import { Async } from '@/components/Async'
import { Disclaimer } from '@/components/Disclaimer'
import { Markdown } from '@/components/markdown/Markdown'
import { useAmounts } from '@/lib/amount'
import { date, odds, points, unknown } from '@/lib/format'
import { word } from '@/lib/words'
import classes from './Meeting.module.css'
import people from './People.module.css'
import { furthest } from './standing'

type Props = { client: string; day: string; agenda: string; notes: string; plans: NamedPlan[] }

/** What is printed, as it is printed: alone on its sheets. */
export function MeetingSheet({ client, day, agenda, notes, plans }: Props) {
  return (
    <article className={classes.sheet} aria-label="What is printed">
      <div className={classes.head}>
        <Title order={3}>{client || 'A meeting'}</Title>
        {day ? <Text>{date(day)}</Text> : null}
      </div>
      <Written title="Agenda" text={agenda} />
      <Standing />
      {plans.map((plan) => (
        <Plan key={plan.id} plan={plan} />
      ))}
      <Written title="Private notes" text={notes} />
      <Disclaimer />
    </article>
  )
}

const Heading = ({ text }: { text: string }) => (
  <Title order={4} size="0.95rem">
    {text}
  </Title>
)

function Written({ title, text }: { title: string; text: string }) {
  if (!text.trim()) return null
  return (
    <section>
      <Heading text={title} />
      <Text size="sm" className={classes.written}>
        {text}
      </Text>
    </section>
  )
}

/** The plan today: its key figures, and the first words of the last report. */
function Standing() {
  const portfolio = useQuery(portfolioQuery)
  const report = useQuery(latestReportQuery)
  return (
    <section>
      <Heading text="Today" />
      <Async query={portfolio} what="the portfolio" height={90}>
        {(held) =>
          (held.accounts ?? []).length === 0 ? (
            <Text size="sm">Nothing is held yet, so there is nothing to report of.</Text>
          ) : (
            <KeyFigures held={held} reportId={report.data?.id} />
          )
        }
      </Async>
      <Async query={report} what="the last report" height={120}>
        {(latest) =>
          latest ? (
            <>
              <Text size="sm" c="dimmed" mt="sm">
                From the report of {date(latest.generatedAt)}:
              </Text>
              <Markdown>{latest.summary}</Markdown>
            </>
          ) : (
            <Text size="sm" mt="sm">
              There is no report yet.
            </Text>
          )
        }
      </Async>
    </section>
  )
}

function KeyFigures({ held, reportId }: { held: Portfolio; reportId: string | undefined }) {
  const { money } = useAmounts()
  const retirement = useQuery(storedRetirementQuery(reportId))
  const drift = furthest(held.drift)
  const rate = retirement.data?.projection?.successRate
  return (
    <dl className={`${people.figures} ${classes.figures}`}>
      <dt>Value, at prices of {date(held.asOf)}</dt>
      <dd>{money(held.totalValue)}</dd>
      <dt>Accounts</dt>
      <dd>{(held.accounts ?? []).length}</dd>
      <dt>The plan works in</dt>
      <dd>{rate === undefined ? unknown : `${odds(rate)} of simulated futures`}</dd>
      <dt>Furthest from target</dt>
      <dd>{drift ? `${word(drift.key)} ${points(drift.driftPercent)}` : 'no targets'}</dd>
    </dl>
  )
}

function Plan({ plan }: { plan: NamedPlan }) {
  const { money } = useAmounts()
  return (
    <section className="unbroken">
      <Heading text={plan.name || 'A plan without a name'} />
      <Text size="sm">
        Retire at {plan.retirementAge}, plan until {plan.horizonAge}; spend {money(plan.annualSpending)} a year, save{' '}
        {money(plan.annualContribution)} a year until then.
      </Text>
    </section>
  )
}
