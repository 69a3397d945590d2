import { Text } from '@mantine/core'
import { IconBulb } from '@tabler/icons-react'
import { Fragment } from 'react'
import type { Job } from '@/api/jobs'
import { duration } from '@/lib/format'
import classes from './Analysis.module.css'
import { agentOf, authorOf, elapsed, paidFor, type Step, stateOf, stretch } from './agents'

/** The planner with its decisions, and under it the specialists whose bars show who worked at the same time. */
export function AgentTree({ job }: { job: Job }) {
  const steps = job.steps ?? []
  const times = steps.flatMap((s) => [s.startedAt, s.completedAt]).flatMap((t) => (t ? [Date.parse(t)] : []))
  const from = Math.min(...times, Date.parse(job.startedAt ?? job.createdAt))
  const to = job.completedAt ? Date.parse(job.completedAt) : Math.max(...times, from + 1)
  const planner = steps.find((s) => s.agent === 'planner')
  return (
    <ul className={classes.tree} aria-label="Agents">
      {planner ? <Row step={planner} from={from} to={to} /> : null}
      {(planner?.decisions ?? []).map((d) => (
        <li key={d.what} className={classes.decision}>
          <IconBulb size={15} stroke={1.7} aria-hidden className={classes.sign} /> <strong>{d.what}</strong>: {d.why}
          {d.symbols && d.symbols.length > 0 ? ` (${d.symbols.join(', ')})` : ''}
        </li>
      ))}
      <li>
        <ul className={classes.tree}>
          {steps
            .filter((s) => s !== planner)
            .map((s) => (
              <Fragment key={s.agent}>
                <Row step={s} from={from} to={to} />
              </Fragment>
            ))}
        </ul>
      </li>
    </ul>
  )
}

/** What an agent decided, and where it fell back: there on demand. */
function Why({ step }: { step: Step }) {
  const decisions = step.decisions ?? []
  if (decisions.length === 0) return null
  return (
    <details className={classes.why}>
      <summary>{step.fellBack ? 'Why it fell back' : 'What it decided'}</summary>
      <ul>
        {decisions.map((d) => (
          <li key={d.what}>
            {d.what}: {d.why}
            {d.symbols && d.symbols.length > 0 ? ` (${d.symbols.join(', ')})` : ''}
          </li>
        ))}
      </ul>
    </details>
  )
}

function Row({ step, from, to }: { step: Step; from: number; to: number }) {
  const agent = agentOf(step.agent)
  const state = stateOf(step)
  const bar = step.status === 'skipped' ? null : stretch(step.startedAt, step.completedAt, from, to)
  return (
    <li className={classes.row} data-tone={state.tone} data-agent={step.agent} data-status={step.status}>
      <span className={classes.name}>
        <agent.Sign size={18} stroke={1.7} aria-hidden className={classes.sign} /> <strong>{agent.name}</strong>
        <Text size="xs" c="dimmed" component="span" display="block">
          {agent.does}
        </Text>
      </span>
      <span className={classes.state}>
        <span aria-hidden>{state.sign}</span> {state.text}
        {step.author && step.status === 'done' ? <span className={classes.by}> {authorOf(step)}</span> : null}
        {state.note ? `, ${state.note}` : ''}
      </span>
      <span className={classes.track} aria-hidden>
        {bar ? <span className={classes.bar} style={{ left: `${bar.left}%`, width: `${bar.width}%` }} /> : null}
      </span>
      <span className={classes.cost}>
        {duration(elapsed(step.startedAt, step.completedAt))}
        {step.tokens > 0 ? ` · ${paidFor(step)}` : ''}
      </span>
      {step.agent === 'planner' ? null : <Why step={step} />}
      {step.error ? <span className={classes.error}>{step.error}</span> : null}
    </li>
  )
}
