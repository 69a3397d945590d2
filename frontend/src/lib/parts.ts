/**
 * Percents of one whole as they are printed: one decimal each, and together
 * exactly what the whole is (100.0 for all of it). Each is cut to a tenth, and
 * the tenths that are missing go to those that lost most, the first of equals
 * first. For the eye alone: what is sent or compared keeps its own digits.
 */
export function printedParts(percents: readonly number[]): number[] {
  // In whole ten-thousandths, so that no binary fraction decides.
  const exact = percents.map((p) => Math.round(p * 10_000))
  const tenths = exact.map((e) => Math.floor(e / 1000))
  const whole = Math.round(sum(exact) / 1000)
  const byLoss = exact.map((e, i) => ({ i, lost: e - (tenths[i] ?? 0) * 1000 })).sort((a, b) => b.lost - a.lost || a.i - b.i)
  for (const { i } of byLoss.slice(0, whole - sum(tenths))) tenths[i] = (tenths[i] ?? 0) + 1
  return tenths.map((t) => t / 10)
}

const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0)
