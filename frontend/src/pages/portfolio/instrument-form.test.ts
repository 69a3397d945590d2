import { describe, expect, it } from 'vitest'
import type { Instrument } from '@/api/instruments'
import { type Holding, positionInput } from '@/api/positions'
import { instrumentInput, instrumentValues, remainder } from './instrument-form'

const instrument = (over: Partial<Instrument>): Instrument => ({
  symbol: 'VTI',
  name: 'Total market',
  currency: 'USD',
  classification: { confidence: 90, source: 'reference' },
  allocationAssetClass: { equity: 100 },
  price: '10',
  priceSource: 'market',
  ...over,
})

describe('what is said of an instrument', () => {
  it('leaves out what comes from Alex', () => {
    const i = instrument({})
    expect(instrumentInput(instrumentValues(i), i)).toEqual({ name: 'Total market', currency: 'USD' })
  })
  it('says again what the person said before', () => {
    const i = instrument({ priceSource: 'user', priceAsOf: '2026-10-30', classification: { confidence: 100, source: 'user' } })
    expect(instrumentInput(instrumentValues(i), i)).toMatchObject({
      price: '10',
      priceAsOf: '2026-10-30',
      allocationAssetClass: { equity: 100 },
    })
  })
  it('takes another one’s class, or weights without empty ones', () => {
    const i = instrument({})
    const v = instrumentValues(i)
    expect(instrumentInput({ ...v, mode: 'like', likeSymbol: ' BND ' }, i)).toMatchObject({ likeSymbol: 'BND' })
    const weights = instrumentInput({ ...v, mode: 'weights', classes: { equity: '60', cash: '', fixed_income: '40' } }, i)
    expect(weights.allocationAssetClass).toEqual({ equity: 60, fixed_income: 40 })
    expect(weights.allocationRegions).toBeUndefined()
  })
})

it.each([
  [{ equity: '60', cash: '39.9' }, 0.1],
  [{ equity: '33.3', cash: '33.3', fixed_income: '33.4' }, 0],
  [{ equity: '120' }, -20],
  [{ equity: 'x' }, undefined],
])('hints at what is left of %j', (weights, left) => expect(remainder(weights)).toBe(left))

describe('a position that is sent back', () => {
  const held: Holding = { symbol: 'VTI', quantity: '2', value: '20.00', priced: true, price: '10', priceAsOf: '2026-10-30' }
  it('keeps the price of its file', () =>
    expect(positionInput({ ...held, priceSource: 'import' })).toMatchObject({ price: '10', priceAsOf: '2026-10-30' }))
  it('does not take over a price that is the instrument’s', () => {
    expect(positionInput({ ...held, priceSource: 'market' })).not.toHaveProperty('price')
    expect(positionInput({ ...held, priceSource: 'user' }, instrument({ priceSource: 'user' }))).not.toHaveProperty('price')
  })
})
