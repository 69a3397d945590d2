import { Text } from '@mantine/core'
import type { Projection } from '@/api/retirement'
import Odds from '@/charts/Odds'
import { odds, wholePercent } from '@/lib/format'
import { Change } from './Change'
import classes from './OddsPanel.module.css'

type Props = {
  projection: Projection
  /** The closer look at this very plan: it knows the other methods. */
  closer: Projection | null
  busy: boolean
}

/** The chance of success in words: what it counts, how sure it is, and what a failure means. */
export function OddsPanel({ projection: p, closer, busy }: Props) {
  const range = rangeOf(closer)
  const failure = closer?.methods.find((m) => m.mode === closer.mode && m.assumptionSet === closer.assumptionSet)?.failure
  return (
    <section className={classes.panel} aria-label="Chance of success" aria-busy={busy}>
      <div className={classes.head}>
        <div data-figure="odds" role="status" className={classes.figure}>
          <span className={classes.rate}>{odds(p.successRate)}</span>
          <span className={classes.words}>of the futures pay for the whole plan</span>
        </div>
        <Change comparison={p.comparison} />
      </div>
      <Odds rate={p.successRate} low={p.successLow} high={p.successHigh} />
      <Text size="sm" c="dimmed" mt={6}>
        {sureness(p)}
        {range ? ` Other ways to look at the future say ${range}.` : null}
      </Text>
      {p.successRate < 1 ? (
        <Text size="sm" mt={6}>
          {failure
            ? whatFails(failure)
            : p.depletionAges
              ? `Where it fails, money typically falls short at ${p.depletionAges.p50}.`
              : null}
        </Text>
      ) : null}
    </section>
  )
}

function sureness(p: Projection): string {
  if (p.windows) return `Counted over ${p.windows} start years of history.`
  const count = (p.paths ?? 0).toLocaleString('en-US')
  if (p.successLow === null || p.successHigh === null) return `Counted over ${count} simulated futures.`
  const [low, high] = [odds(p.successLow), odds(p.successHigh)]
  return low === high
    ? `Counted over ${count} simulated futures.`
    : `Counted over ${count} simulated futures: ${low} to ${high}, as chance goes.`
}

/** "45% to 97%": the least and the most that the methods say. */
function rangeOf(closer: Projection | null): string | null {
  const rates = (closer?.methods ?? []).map((m) => m.successRate)
  if (rates.length < 2) return null
  const [low, high] = [odds(Math.min(...rates)), odds(Math.max(...rates))]
  return low === high ? `the same, ${low}` : `${low} to ${high}`
}

/** What a failure means: from when on, and what is left to live on. */
function whatFails({ age, coveredPercent }: { age: number; coveredPercent: number }): string {
  const covered = wholePercent(coveredPercent)
  const rest =
    coveredPercent > 0 ? `other income then still pays ${covered} of the planned spending` : 'no other income is planned for then'
  return `Where it fails, money typically falls short at ${age}; ${rest}.`
}
