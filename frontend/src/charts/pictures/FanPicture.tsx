import { Area, CartesianGrid, ComposedChart, Line, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from 'recharts'
import { accent, ink, narrow, wide } from '../colors'
import { grid, margin, xAxis, yAxis } from './axes'

export type FanRow = { age: number; low: number; p25: number; p50: number; p75: number; high: number }

type Props = {
  rows: FanRow[]
  ticks: number[]
  height: number
  dollars: (value: number) => string
  /** An age to mark, and its words. */
  mark?: { age: number; name: string }
}

const noDots = { dot: false, activeDot: false, isAnimationActive: false } as const

/** Balances by age: an outer band, the band of the middle half, and the middle one. */
export default function FanPicture({ rows, ticks, height, dollars, mark }: Props) {
  const first = rows[0]?.age ?? 0
  const last = rows.at(-1)?.age ?? first
  const top = ticks.at(-1) ?? 1
  return (
    <ResponsiveContainer width="100%" height={height}>
      <ComposedChart data={rows} margin={{ ...margin, top: mark ? 22 : margin.top }} accessibilityLayer={false}>
        <CartesianGrid {...grid} />
        <XAxis {...xAxis} dataKey="age" type="number" domain={[first, last]} ticks={ages(first, last)} />
        <YAxis {...yAxis} domain={[0, top]} ticks={ticks} tickFormatter={dollars} allowDataOverflow interval={0} />
        <Area {...noDots} type="monotone" dataKey={(r: FanRow) => [r.low, r.high]} fill={wide} fillOpacity={1} stroke="none" />
        <Area {...noDots} type="monotone" dataKey={(r: FanRow) => [r.p25, r.p75]} fill={narrow} fillOpacity={1} stroke="none" />
        <Line {...noDots} type="monotone" dataKey="p50" stroke={accent} strokeWidth={2.5} />
        {mark && mark.age > first && mark.age < last ? (
          <ReferenceLine
            x={mark.age}
            stroke={ink}
            strokeDasharray="3 3"
            label={{
              value: mark.name,
              position: mark.age - first < (last - first) / 5 ? 'insideTopLeft' : 'top',
              offset: mark.age - first < (last - first) / 5 ? -18 : 6,
              fill: ink,
              fontSize: 12,
            }}
          />
        ) : null}
      </ComposedChart>
    </ResponsiveContainer>
  )
}

/** Whole ages, five or ten years apart, and where it starts. */
function ages(first: number, last: number): number[] {
  const step = last - first > 30 ? 10 : 5
  const round: number[] = []
  for (let age = Math.ceil((first + step / 2) / step) * step; age <= last; age += step) round.push(age)
  return [first, ...round]
}
