// Where the ticks of an axis stand. These are places in a picture, not figures of a plan.

const steps = [1, 2, 2.5, 5, 10]

/** The smallest round step of which count reach over span. */
export function roundStep(span: number, count: number): number {
  const raw = span / count
  if (!(raw > 0)) return 1
  const power = 10 ** Math.floor(Math.log10(raw))
  return (steps.find((s) => s * power >= raw * 0.999) ?? 10) * power
}

/** Round ticks from 0 (or below it, where values are) to at least the highest value. */
export function ticksTo(highest: number, lowest = 0, count = 4): number[] {
  const step = roundStep(Math.max(highest, 0) - Math.min(lowest, 0), count)
  const first = Math.floor(Math.min(lowest, 0) / step)
  const last = Math.max(Math.ceil(Math.max(highest, 0) / step - 0.001), first + 1)
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step)
}

type Banded = { p50: number; p75: number; high: number }

/**
 * How high a fan is drawn. A few very good futures would flatten all the others, so
 * the picture ends a little above the better half where the best go far beyond.
 */
export function fanTicks(rows: Banded[]): { ticks: number[]; clipped: boolean } {
  const top = Math.max(...rows.map((r) => r.high), 0)
  const cap = Math.max(1.15 * Math.max(...rows.map((r) => r.p75), 0), 1.6 * Math.max(...rows.map((r) => r.p50), 0))
  const ticks = ticksTo(top <= cap * 1.25 ? top : cap)
  return { ticks, clipped: top > (ticks.at(-1) ?? 0) }
}

/**
 * Where the name of a level line stands clear of a falling curve: below the line at
 * the left while the curve is still above it there, else above it at the right.
 */
export function levelSide(values: number[], level: number): 'below-left' | 'above-right' {
  const crossed = values.findIndex((v) => v < level)
  return crossed === -1 || crossed > values.length * 0.55 ? 'below-left' : 'above-right'
}
