import type { Instrument, InstrumentInput } from '@/api/instruments'
import { decimalOf } from '@/lib/decimal'

/** 'keep' leaves the classification as it is, 'reset' goes back to Alex's own. */
export type Mode = 'keep' | 'like' | 'weights' | 'reset'
export type Weights = Record<string, string>

export type InstrumentValues = {
  name: string
  instrumentType: string | null
  price: string
  priceAsOf: string
  mode: Mode
  likeSymbol: string
  classes: Weights
  regions: Weights
  sectors: Weights
}

export const isOwnPrice = (i: Instrument) => i.priceSource === 'user'
export const isOwnClass = (i: Instrument) => i.classification.source === 'user'

const typedOf = (weights: Record<string, number | undefined> | undefined): Weights =>
  Object.fromEntries(Object.entries(weights ?? {}).map(([key, percent]) => [key, String(percent)]))

export const instrumentValues = (i: Instrument): InstrumentValues => ({
  name: i.name === i.symbol ? '' : i.name,
  instrumentType: i.instrumentType ?? null,
  price: isOwnPrice(i) ? (i.price ?? '') : '',
  priceAsOf: isOwnPrice(i) ? (i.priceAsOf ?? '') : '',
  mode: 'keep',
  likeSymbol: '',
  classes: typedOf(i.allocationAssetClass),
  regions: typedOf(i.allocationRegions),
  sectors: typedOf(i.allocationSectors),
})

/**
 * What PUT takes. It replaces all that the person said before, so that what is
 * kept is said again; what comes from Alex's reference is left out, and follows it.
 */
export function instrumentInput(v: InstrumentValues, i: Instrument): InstrumentInput {
  const price = decimalOf(v.price)
  return {
    ...(v.name.trim() && { name: v.name.trim() }),
    ...(v.instrumentType && { instrumentType: v.instrumentType as InstrumentInput['instrumentType'] }),
    currency: i.currency,
    ...(i.expenseRatio && { expenseRatio: i.expenseRatio }),
    ...(price && { price }),
    ...(price && v.priceAsOf && { priceAsOf: v.priceAsOf }),
    ...classification(v, i),
  }
}

function classification(v: InstrumentValues, i: Instrument): InstrumentInput {
  switch (v.mode) {
    case 'like':
      return { likeSymbol: v.likeSymbol.trim() }
    case 'weights':
      return {
        allocationAssetClass: numbersOf(v.classes) ?? {},
        allocationRegions: numbersOf(v.regions),
        allocationSectors: numbersOf(v.sectors),
      }
    case 'keep':
      return isOwnClass(i)
        ? {
            allocationAssetClass: i.allocationAssetClass,
            allocationRegions: i.allocationRegions,
            allocationSectors: i.allocationSectors,
          }
        : {}
    default:
      return {}
  }
}

/** The weights that are given; none at all is left out. */
function numbersOf(weights: Weights): Record<string, number> | undefined {
  const given = Object.entries(weights).filter(([, typed]) => typed.trim() !== '' && Number(decimalOf(typed)) !== 0)
  return given.length === 0 ? undefined : Object.fromEntries(given.map(([key, typed]) => [key, Number(decimalOf(typed))]))
}

/** What is missing to 100, as a hint while typing; the server decides. Undefined where something is no number. */
export function remainder(weights: Weights): number | undefined {
  const sum = Object.values(weights).reduce((total, typed) => total + Number(decimalOf(typed || '0')), 0)
  return Number.isFinite(sum) ? Math.round((100 - sum) * 1e6) / 1e6 : undefined
}
