import { describe, expect, it } from 'vitest'
import { percent } from './format'
import { printedParts } from './parts'

const printedSum = (parts: number[]) =>
  parts.reduce((sum, p) => sum + Math.round(Number.parseFloat(percent(p).replace('−', '-')) * 10), 0) / 10

describe('printedParts', () => {
  it.each([
    [[71.76, 21.06, 2.12, 5.06]],
    [[33.33, 33.33, 33.34]],
    [[14.29, 14.29, 14.29, 14.29, 14.28, 14.28, 14.28]],
    [[100]],
    [[0.04, 0.04, 99.92]],
    [[29.66, 16.37, 9.8, 9.34, 5.88, 10.19, 2.92, 3.05, 2.56, 2.11, 8.12]],
  ])('makes %j print as 100.0', (parts) => expect(printedSum(printedParts(parts))).toBe(100))
  it('moves none by as much as a tenth', () => {
    const parts = [71.76, 21.06, 2.12, 5.06]
    printedParts(parts).forEach((p, i) => {
      expect(Math.abs(p - (parts[i] ?? 0))).toBeLessThan(0.1)
    })
  })
  it('keeps the order of equals, and a whole of nothing', () => {
    expect(printedParts([33.35, 33.35, 33.3])).toEqual([33.4, 33.3, 33.3])
    expect(printedParts([0, 0])).toEqual([0, 0])
    expect(printedParts([])).toEqual([])
  })
  it('stands debts: what is below nothing', () => expect(printedSum(printedParts([120.55, -20.55]))).toBe(100))
})
