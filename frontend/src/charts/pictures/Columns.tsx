import { Bar, BarChart, CartesianGrid, Cell, ResponsiveContainer, XAxis, YAxis } from 'recharts'
import { ticksTo } from '../scale'
import { grid, margin, xAxis, yAxis } from './axes'

export type ColumnRow = { name: string; parts: number[] /** Instead of the colour of its series. */; color?: string }

type Props = {
  columns: ColumnRow[]
  series: { name: string; color: string }[]
  height: number
  say: (value: number) => string
}

/** Upright bars, each of one part or of several on each other. */
export default function Columns({ columns, series, height, say }: Props) {
  const ticks = ticksTo(Math.max(...columns.map((c) => c.parts.reduce((sum, part) => sum + part, 0)), 0))
  const top = ticks.at(-1) ?? 1
  return (
    <ResponsiveContainer width="100%" height={height}>
      <BarChart data={columns} margin={margin} accessibilityLayer={false} barCategoryGap="12%">
        <CartesianGrid {...grid} />
        <XAxis {...xAxis} dataKey="name" interval="preserveStart" />
        <YAxis {...yAxis} domain={[0, top]} ticks={ticks} tickFormatter={say} interval={0} />
        {series.map((one, at) => (
          <Bar
            key={one.name}
            stackId="all"
            dataKey={(c: ColumnRow) => c.parts[at] ?? 0}
            name={one.name}
            fill={one.color}
            isAnimationActive={false}
          >
            {columns.map((c, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns keep their order
              <Cell key={i} fill={c.color ?? one.color} />
            ))}
          </Bar>
        ))}
      </BarChart>
    </ResponsiveContainer>
  )
}
