import { describe, expect, it } from 'vitest'
import type { Lever } from '@/api/retirement'
import { money } from '@/lib/format'
import { leverInWords, monthsInWords, rangeOf } from './chance'

const method = (successRate: number) => ({
  mode: 'parametric' as const,
  assumptionSet: 'default',
  futures: 10_000,
  successRate,
  successLow: null,
  successHigh: null,
  failure: null,
})
const lever = (change: Partial<Lever>): Lever => ({
  name: 'retire_later',
  label: 'Retire later',
  unit: 'months',
  value: '14',
  successRate: 0.851,
  reached: true,
  ...change,
})

describe('the chance in words', () => {
  it('says the range across methods', () => {
    expect(rangeOf([method(0.971), method(0.8602), method(1)])).toBe('86% to over 99%')
    expect(rangeOf([method(0.971), method(0.9702)])).toBe('97%')
    expect(rangeOf([method(0.97)])).toBeNull()
    expect(rangeOf([])).toBeNull()
  })
  it.each([
    ['1', '1 month'],
    ['14', '14 months'],
    ['24', '2 years'],
    ['37', '3 years and 1 month'],
  ])('says %s months as %s', (value, said) => expect(monthsInWords(value)).toBe(said))
  it('says what each change is', () => {
    expect(leverInWords(lever({}), money)).toBe('Retire 14 months later')
    expect(leverInWords(lever({ name: 'spend_less', unit: 'dollars_a_month', value: '400.00' }), money)).toBe(
      'Spend $400 less a month',
    )
    expect(leverInWords(lever({ name: 'new', label: 'Sell the boat', unit: 'dollars_a_month', value: '90' }), money)).toBe(
      'Sell the boat: $90 a month',
    )
  })
})
