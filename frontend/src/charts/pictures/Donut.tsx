import { Cell, Pie, PieChart, ResponsiveContainer } from 'recharts'
import { surface } from '../colors'

export type Slice = { value: number; color: string }

/** Parts of a whole. */
export default function Donut({ slices, height }: { slices: Slice[]; height: number }) {
  return (
    <ResponsiveContainer width="100%" height={height}>
      <PieChart accessibilityLayer={false} margin={{ top: 0, right: 0, bottom: 0, left: 0 }}>
        <Pie
          data={slices}
          dataKey="value"
          innerRadius="62%"
          outerRadius="100%"
          startAngle={90}
          endAngle={-270}
          stroke={surface}
          strokeWidth={2}
          isAnimationActive={false}
          rootTabIndex={-1}
        >
          {slices.map((s, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: slices have no other name here
            <Cell key={i} fill={s.color} />
          ))}
        </Pie>
      </PieChart>
    </ResponsiveContainer>
  )
}
