import { type Icon, IconBulb, IconFolder, IconPlayerPlay, IconPoint } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { traceQuery } from '@/api/jobs'
import type { components } from '@/api/schema'
import { Async } from '@/components/Async'
import { Panel } from '@/components/Panel'
import { duration } from '@/lib/format'
import classes from './Analysis.module.css'
import { agentOf, stretch } from './agents'

type Span = components['schemas']['Span']

/** What happened, span by span: bars that overlap are work at the same time. */
export function TraceTree({ jobId }: { jobId: string }) {
  const trace = useQuery(traceQuery(jobId))
  return (
    <Panel title="Everything that happened">
      <Async query={trace} what="the trace" height={200}>
        {({ spans }) => {
          const times = flat(spans).flatMap((s) => [s.startedAt, s.completedAt].flatMap((t) => (t ? [Date.parse(t)] : [])))
          return <Spans spans={spans} from={Math.min(...times)} to={Math.max(...times)} isOpen />
        }}
      </Async>
    </Panel>
  )
}

const flat = (spans: Span[]): Span[] => spans.flatMap((s) => [s, ...flat(s.children)])

function Spans({ spans, from, to, isOpen = false }: { spans: Span[]; from: number; to: number; isOpen?: boolean }) {
  return (
    <ul className={classes.tree}>
      {spans.map((span, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: spans never move
        <li key={i}>
          <SpanRow span={span} from={from} to={to} isOpen={isOpen || span.kind === 'attempt'} />
        </li>
      ))}
    </ul>
  )
}

const signs: Record<string, Icon> = { job: IconFolder, attempt: IconPlayerPlay, decision: IconBulb, event: IconPoint }

function SpanRow({ span, from, to, isOpen }: { span: Span; from: number; to: number; isOpen: boolean }) {
  const bar = span.kind === 'event' || span.kind === 'decision' ? null : stretch(span.startedAt, span.completedAt, from, to)
  const Sign = span.kind === 'agent' ? agentOf(span.name).Sign : (signs[span.kind] ?? IconPoint)
  const attributes = Object.entries(span.attributes)
  return (
    <details className={classes.span} open={isOpen}>
      <summary>
        <span>
          <Sign size={16} stroke={1.7} aria-hidden className={classes.sign} /> {span.name}
        </span>
        <span className={classes.track} aria-hidden style={bar ? undefined : { visibility: 'hidden' }}>
          {bar ? <span className={classes.bar} style={{ left: `${bar.left}%`, width: `${bar.width}%` }} /> : null}
        </span>
        <span className={classes.cost}>{span.durationMs ? duration(span.durationMs) : ''}</span>
      </summary>
      {attributes.length > 0 ? (
        <p className={classes.attributes}>
          {attributes.map(([key, value]) => `${key.replaceAll('_', ' ')}: ${value}`).join(' · ')}
          {span.tokens > 0 ? ` · ${span.tokens} tokens · $${span.cost}` : ''}
        </p>
      ) : null}
      {span.children.length > 0 ? <Spans spans={span.children} from={from} to={to} /> : null}
    </details>
  )
}
