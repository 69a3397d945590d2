import { describe, expect, it } from 'vitest'
import { decimalOf, fractionOfPercent, percentOfFraction } from './decimal'

describe('decimals that are typed', () => {
  it.each([
    [' $1,234.50 ', '1234.50'],
    ['−12', '-12'],
    ['12 000', '12000'],
    ['twelve', 'twelve'],
  ])('reads %s', (typed, read) => expect(decimalOf(typed)).toBe(read))

  it.each([
    ['4.5', '0.045'],
    ['4.50%', '0.045'],
    ['0', '0'],
    ['100', '1'],
    ['-0.25', '-0.0025'],
    ['0.00000000000000001', '0.0000000000000000001'],
  ])('moves the point of %s percent', (typed, fraction) => expect(fractionOfPercent(typed)).toBe(fraction))

  it('has no fraction of what is no number', () => {
    expect(fractionOfPercent('abc')).toBeUndefined()
    expect(fractionOfPercent('.')).toBeUndefined()
    expect(fractionOfPercent('')).toBeUndefined()
  })

  it.each([
    ['0.0450', '4.5'],
    ['0', '0'],
    ['1.5', '150'],
    ['0.0000', '0'],
  ])('says the fraction %s as percent', (fraction, percent) => expect(percentOfFraction(fraction)).toBe(percent))
})
