import { Bar, CartesianGrid, ComposedChart, Line, ResponsiveContainer, XAxis, YAxis } from 'recharts'
import { accent, good, text } from '../colors'
import { ticksTo } from '../scale'
import { grid, margin, xAxis, yAxis } from './axes'

export type FlowRow = { age: number; saved: number; income: number; spent: number }

type Props = { rows: FlowRow[]; height: number; dollars: (value: number) => string }

/** What comes in as bars, what is spent as a line of steps. */
export default function Flows({ rows, height, dollars }: Props) {
  const ticks = ticksTo(Math.max(...rows.map((r) => Math.max(r.saved + r.income, r.spent)), 0))
  return (
    <ResponsiveContainer width="100%" height={height}>
      <ComposedChart data={rows} margin={margin} accessibilityLayer={false} barCategoryGap="15%">
        <CartesianGrid {...grid} />
        <XAxis {...xAxis} dataKey="age" interval="preserveStart" minTickGap={28} />
        <YAxis {...yAxis} domain={[0, ticks.at(-1) ?? 1]} ticks={ticks} tickFormatter={dollars} interval={0} />
        <Bar dataKey="saved" stackId="in" fill={good} isAnimationActive={false} />
        <Bar dataKey="income" stackId="in" fill={accent} isAnimationActive={false} />
        <Line type="step" dataKey="spent" stroke={text} strokeWidth={2} dot={false} activeDot={false} isAnimationActive={false} />
      </ComposedChart>
    </ResponsiveContainer>
  )
}
