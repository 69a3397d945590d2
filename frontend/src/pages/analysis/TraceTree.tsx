import {
  type Icon,
  IconBulb,
  IconCircleDot,
  IconFolder,
  IconGavel,
  IconMessage2,
  IconPlayerPlay,
  IconPoint,
  IconRoute,
  IconShieldCheck,
  IconTool,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { traceQuery } from '@/api/jobs'
import type { components } from '@/api/schema'
import { Async } from '@/components/Async'
import { Panel } from '@/components/Panel'
import { duration } from '@/lib/format'
import classes from './Analysis.module.css'
import { agentOf, paidFor, stretch } from './agents'

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

const signs: Record<string, Icon> = {
  job: IconFolder,
  attempt: IconPlayerPlay,
  decision: IconBulb,
  event: IconPoint,
  generation: IconMessage2,
  tool: IconTool,
  guardrail: IconShieldCheck,
  evaluator: IconGavel,
  chain: IconRoute,
  span: IconCircleDot,
}

/** A name without the picture before it: the sign stands for it, and not every system can draw emoji. */
export const plainName = (name: string) => name.replace(/^(?:\p{Extended_Pictographic}|\uFE0F|\u200D|\s)+/u, '')

/** What is worth saying of a span, in one line. */
function said(span: Span): string {
  const attributes = Object.entries(span.attributes).map(([key, value]) => `${words(key)}: ${value}`)
  return [span.model ?? '', ...attributes, paidFor(span)].filter((text) => text !== '').join(' · ')
}

const words = (key: string) =>
  key
    .replaceAll('_', ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()

function SpanRow({ span, from, to, isOpen }: { span: Span; from: number; to: number; isOpen: boolean }) {
  const bar = span.kind === 'event' || span.kind === 'decision' ? null : stretch(span.startedAt, span.completedAt, from, to)
  const Sign = span.kind === 'agent' ? agentOf(span.attributes.agent ?? span.name).Sign : (signs[span.kind] ?? IconPoint)
  const line = said(span)
  return (
    <details className={classes.span} open={isOpen} data-failed={span.failed || undefined}>
      <summary>
        <span>
          <Sign size={16} stroke={1.7} aria-hidden className={classes.sign} /> {plainName(span.name)}
          {span.failed ? ' ✕ failed' : ''}
        </span>
        <span className={classes.track} aria-hidden style={bar ? undefined : { visibility: 'hidden' }}>
          {bar ? <span className={classes.bar} style={{ left: `${bar.left}%`, width: `${bar.width}%` }} /> : null}
        </span>
        <span className={classes.cost}>{span.durationMs ? duration(span.durationMs) : ''}</span>
      </summary>
      {line ? <p className={classes.attributes}>{line}</p> : null}
      <Said title="What was asked" text={span.input} />
      <Said title="What was answered" text={span.output} />
      {span.children.length > 0 ? <Spans spans={span.children} from={from} to={to} /> : null}
    </details>
  )
}

/** A text of a model, out of the way until it is wanted. */
function Said({ title, text }: { title: string; text?: string }) {
  if (!text) return null
  return (
    <details className={classes.said}>
      <summary>{title}</summary>
      <pre>{text}</pre>
    </details>
  )
}
