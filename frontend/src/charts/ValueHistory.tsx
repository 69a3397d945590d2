import { type PointerEvent, useMemo, useState } from 'react'
import type { components } from '@/api/schema'
import { useAmounts } from '@/lib/amount'
import { date, dateShort } from '@/lib/format'
import classes from './ValueHistory.module.css'

type Point = components['schemas']['PortfolioValue']
type Props = { points: readonly Point[] }

// The picture's own units; it is stretched to its place.
const width = 600
const height = 140

/**
 * The dated values as a line. It is drawn here and not by the library of the
 * other charts, which would be most of the code of the dashboard.
 */
export default function ValueHistory({ points }: Props) {
  const { money, moneyShort } = useAmounts()
  const [at, setAt] = useState<number | null>(null)
  const { line, area, places, low, high } = useMemo(() => drawn(points), [points])
  const first = points[0]
  const last = points.at(-1)
  if (!first || !last) return null
  const shown = points[at ?? points.length - 1] ?? last
  const place = at === null ? null : places[at]
  const follow = (e: PointerEvent<SVGSVGElement>) => {
    const box = e.currentTarget.getBoundingClientRect()
    setAt(nearest(places, ((e.clientX - box.left) / box.width) * width))
  }
  return (
    <figure className={classes.figure}>
      <figcaption className={classes.caption}>
        <span className={classes.title}>Value, not return: deposits included</span>
        <span aria-hidden className="figure">
          {dateShort(shown.asOf)}: <strong>{money(shown.totalValue)}</strong>
        </span>
      </figcaption>
      <div className={classes.picture} aria-hidden>
        <svg
          viewBox={`0 0 ${width} ${height}`}
          preserveAspectRatio="none"
          className={classes.svg}
          onPointerMove={follow}
          onPointerLeave={() => setAt(null)}
        >
          <title>Value by date</title>
          <path d={area} className={classes.area} />
          <path d={line} className={classes.line} vectorEffect="non-scaling-stroke" />
          {place ? (
            <line x1={place.x} x2={place.x} y1={0} y2={height} className={classes.cursor} vectorEffect="non-scaling-stroke" />
          ) : null}
        </svg>
        <span className={classes.high}>{moneyShort(high)}</span>
        {low < high ? <span className={classes.low}>{moneyShort(low)}</span> : null}
      </div>
      <div className={classes.dates} aria-hidden>
        <span>{dateShort(first.asOf)}</span>
        <span>{dateShort(last.asOf)}</span>
      </div>
      <details className={classes.numbers}>
        <summary>The same as a table</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">Date</th>
              <th scope="col" className="number">
                Value
              </th>
            </tr>
          </thead>
          <tbody>
            {[...points].reverse().map((p) => (
              <tr key={`${p.asOf} ${p.source} ${p.totalValue}`}>
                <th scope="row">{date(p.asOf)}</th>
                <td className="number">{money(p.totalValue)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  )
}

/** Where each point lies in the picture: dates to scale, the values from near the least to the most. */
function drawn(points: readonly Point[]) {
  const times = points.map((p) => Date.parse(p.asOf))
  const values = points.map((p) => Number(p.totalValue))
  const [start, end] = [Math.min(...times), Math.max(...times)]
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const room = most - least || Math.abs(most) || 1
  // A value that has not moved lies at the top, where its label is, over all that it is.
  const [low, high] = [most > least ? least - room * 0.1 : most - room, most + room * 0.1]
  const places = points.map((_, i) => ({
    x: end === start ? width : (((times[i] ?? start) - start) / (end - start)) * width,
    y: height - (((values[i] ?? low) - low) / (high - low)) * height,
  }))
  const line = places.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('')
  return { line, area: `${line}V${height}H${(places[0]?.x ?? 0).toFixed(1)}Z`, places, low: least, high: most }
}

function nearest(places: readonly { x: number }[], x: number): number {
  let best = 0
  places.forEach((p, i) => {
    if (Math.abs(p.x - x) < Math.abs((places[best]?.x ?? 0) - x)) best = i
  })
  return best
}
