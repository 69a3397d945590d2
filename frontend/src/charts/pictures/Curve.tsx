import { CartesianGrid, Line, LineChart, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from 'recharts'
import { accent, ink } from '../colors'
import { levelSide, ticksTo } from '../scale'
import { grid, margin, xAxis, yAxis } from './axes'

export type CurvePoint = { name: string; value: number }

type Props = {
  points: CurvePoint[]
  height: number
  say: (value: number) => string
  level?: { name: string; value: number }
}

/** One value by name, with a level to compare it with. */
export default function Curve({ points, height, say, level }: Props) {
  const values = points.map((p) => p.value)
  const ticks = ticksTo(Math.max(...values, level?.value ?? 0), Math.min(...values))
  const side = level ? levelSide(values, level.value) : null
  return (
    <ResponsiveContainer width="100%" height={height}>
      <LineChart data={points} margin={margin} accessibilityLayer={false}>
        <CartesianGrid {...grid} />
        <XAxis {...xAxis} dataKey="name" />
        <YAxis {...yAxis} domain={[ticks[0] ?? 0, ticks.at(-1) ?? 1]} ticks={ticks} tickFormatter={say} interval={0} />
        {level ? (
          <ReferenceLine
            y={level.value}
            stroke={ink}
            strokeDasharray="4 4"
            label={{
              value: level.name,
              position: side === 'below-left' ? 'insideTopLeft' : 'insideBottomRight',
              fill: ink,
              fontSize: 12,
              offset: 6,
            }}
          />
        ) : null}
        <Line
          type="monotone"
          dataKey="value"
          stroke={accent}
          strokeWidth={2.5}
          dot={false}
          activeDot={false}
          isAnimationActive={false}
        />
      </LineChart>
    </ResponsiveContainer>
  )
}
