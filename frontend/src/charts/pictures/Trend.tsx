import { Area, AreaChart, CartesianGrid, ResponsiveContainer, XAxis, YAxis } from 'recharts'
import { dateShort } from '@/lib/format'
import { accent, wide } from '../colors'
import { ticksAround } from '../scale'
import { grid, margin, xAxis, yAxis } from './axes'

export type TrendPoint = { at: number; value: number }

type Props = { points: TrendPoint[]; height: number; dollars: (value: number) => string }

/** One value over time; a single day is a dot. */
export default function Trend({ points, height, dollars }: Props) {
  const ticks = ticksAround(points.map((p) => p.value))
  const days = [points[0]?.at ?? 0, points.at(-1)?.at ?? 0]
  return (
    <ResponsiveContainer width="100%" height={height}>
      <AreaChart data={points} margin={{ ...margin, right: 28 }} accessibilityLayer={false}>
        <CartesianGrid {...grid} />
        <XAxis
          {...xAxis}
          dataKey="at"
          type="number"
          domain={['dataMin', 'dataMax']}
          ticks={[...new Set(days)]}
          tickFormatter={(at: number) => dateShort(new Date(at).toISOString())}
        />
        <YAxis
          {...yAxis}
          domain={[ticks[0] ?? 0, ticks.at(-1) ?? 1]}
          ticks={ticks}
          tickFormatter={dollars}
          interval={0}
          allowDataOverflow
        />
        <Area
          type="monotone"
          dataKey="value"
          stroke={accent}
          strokeWidth={2.5}
          fill={wide}
          fillOpacity={0.6}
          dot={points.length < 3 ? { r: 3.5, fill: accent, fillOpacity: 1 } : false}
          activeDot={false}
          isAnimationActive={false}
        />
      </AreaChart>
    </ResponsiveContainer>
  )
}
