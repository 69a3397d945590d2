import { Bar, BarChart, Cell, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from 'recharts'
import { line } from '../colors'
import classes from './Bars.module.css'

export type BarRow = { name: string; value: number; label: string; color: string }

const rowHeight = 40
const textHeight = 20
const barHeight = 10

export const barsHeight = (rows: number) => rows * rowHeight

/** Horizontal bars, each under its name and its value: names may be as long as they like. */
export default function Bars({ rows }: { rows: BarRow[] }) {
  const low = Math.min(...rows.map((r) => r.value), 0)
  const high = Math.max(...rows.map((r) => r.value), 0)
  const height = barsHeight(rows.length)
  // A bar stands in the middle of its band; the text takes the upper part.
  const shift = textHeight + 2 + barHeight / 2 - rowHeight / 2
  return (
    <div className={classes.bars} style={{ height }}>
      <div className={classes.drawn} style={{ transform: `translateY(${shift}px)` }}>
        <ResponsiveContainer width="100%" height={height}>
          <BarChart
            data={rows.map((r, at) => ({ ...r, at }))}
            layout="vertical"
            margin={{ top: 0, right: 0, bottom: 0, left: 0 }}
            accessibilityLayer={false}
          >
            <XAxis type="number" domain={[low, high || 1]} hide />
            <YAxis type="category" dataKey="at" hide />
            {low < 0 ? <ReferenceLine x={0} stroke={line} strokeWidth={1.5} /> : null}
            <Bar dataKey="value" barSize={barHeight} radius={2} minPointSize={2} isAnimationActive={false}>
              {rows.map((r, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: names may be the same
                <Cell key={i} fill={r.color} />
              ))}
            </Bar>
          </BarChart>
        </ResponsiveContainer>
      </div>
      {rows.map((r, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: names may be the same
        <div key={i} className={classes.row} style={{ top: i * rowHeight }}>
          <span className={classes.name}>{r.name}</span>
          <span className={classes.label}>{r.label}</span>
        </div>
      ))}
    </div>
  )
}
