import { describe, expect, it } from 'vitest'
import * as format from './format'

describe('format', () => {
  it('keeps every digit of a decimal string', () => {
    expect(format.moneyExact('9999999999999999.99')).toBe('$9,999,999,999,999,999.99')
    expect(format.shares('12345678901234.12345678')).toBe('12,345,678,901,234.12345678')
  })
  it.each([
    ['701216.65', '$701,217'],
    ['-20000', '−$20,000'],
    ['-0.2', '$0'],
    ['', '–'],
    [null, '–'],
    ['abc', '–'],
  ])('says %s as whole dollars', (value, said) => expect(format.money(value)).toBe(said))
  it.each([
    [82.25, '82.2%'],
    [5.35, '5.4%'],
    [5.05, '5.0%'],
    [0.06, '0.1%'],
    [-0.04, '0.0%'],
    [1e-9, '0.0%'],
  ])('rounds %d half to even, as reports do', (value, said) => expect(format.percent(value)).toBe(said))
  it('says a part of a whole in hundredths', () => {
    expect(format.share(71.76)).toBe('71.76%')
    expect(format.share(35)).toBe('35.00%')
    expect(format.share(null)).toBe('–')
    expect(format.sharePoints(-13.944)).toBe('−13.94 pt')
    expect(format.sharePoints(0.04)).toBe('+0.04 pt')
  })
  it.each([
    [66.5, '66%'],
    [67.5, '68%'],
  ])('says %d whole, half to even', (value, said) => expect(format.wholePercent(value)).toBe(said))
  it('rounds half a dollar to even, as reports do', () => expect(format.money('9812.50')).toBe('$9,812'))
  it.each([
    [1, 'over 99%'],
    [0.9951, 'over 99%'],
    [0.971, '97%'],
    [0.545, '54%'],
    [0.575, '58%'],
    [0.54504, '55%'],
    [0.56503, '57%'],
    [0.005, 'under 1%'],
    [null, '–'],
  ])('never says certainty of %s', (rate, said) => expect(format.odds(rate)).toBe(said))
  it.each([
    ['0.0032', '$0.0032'],
    ['0.003151', '$0.0032'],
    ['0.000000004', '$0.000000004'],
    ['0.01', '$0.01'],
    ['13.755', '$13.76'],
    ['0.00', '$0.00'],
    ['x', '–'],
  ])('says what a model cost, %s, and never nothing of a part of a cent', (value, said) =>
    expect(format.modelCost(value)).toBe(said),
  )
  it('says a day as it is, in every time zone', () => expect(format.date('2026-10-30')).toBe('October 30, 2026'))
  it.each([
    [291, '0.29 s'],
    [4100, '4.1 s'],
    [125_000, '2 min 5 s'],
  ])('says %d ms', (ms, said) => expect(format.duration(ms)).toBe(said))
})
