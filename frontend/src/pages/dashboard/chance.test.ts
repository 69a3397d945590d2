import { describe, expect, it } from 'vitest'
import { rangeOf } from './chance'

const method = (successRate: number) => ({
  mode: 'parametric' as const,
  assumptionSet: 'default',
  futures: 10_000,
  successRate,
  successLow: null,
  successHigh: null,
  failure: null,
})

describe('the chance in words', () => {
  it('says the range across methods', () => {
    expect(rangeOf([method(0.971), method(0.8602), method(1)])).toBe('86% to over 99%')
    expect(rangeOf([method(0.971), method(0.9702)])).toBe('97%')
    expect(rangeOf([method(0.97)])).toBeNull()
    expect(rangeOf([])).toBeNull()
  })
})
