import { api, body, tagged } from './client'
import type { Instrument } from './instruments'
import type { components } from './schema'

export type Holding = components['schemas']['Holding']
export type PositionInput = components['schemas']['PositionInput']

export const readPosition = (id: string) => tagged(api.GET('/api/positions/{id}', { params: { path: { id } } }))

export const putPosition = (id: string, input: PositionInput, etag: string) =>
  tagged(api.PUT('/api/positions/{id}', { params: { path: { id }, header: { 'If-Match': etag } }, body: input }))

/** One key for one intent: the same position sent again is created once. */
export const createPosition = (accountId: string, input: PositionInput, key: string) =>
  body(
    api.POST('/api/accounts/{id}/positions', {
      params: { path: { id: accountId }, header: { 'Idempotency-Key': key } },
      body: input,
    }),
  )

export const deletePosition = (id: string) => api.DELETE('/api/positions/{id}', { params: { path: { id } } })

/**
 * Whether the position carries a price of its own, from its file or its person.
 * One that the person gave the instrument counts without being the position's.
 */
export function hasOwnPrice(h: Holding, instrument: Instrument | undefined): boolean {
  if (h.price === undefined) return false
  if (h.priceSource === 'import') return true
  return h.priceSource === 'user' && !(instrument?.priceSource === 'user' && instrument.price === h.price)
}

/** The position as PUT and POST take it, with everything that they keep. A price from elsewhere would become its own. */
export function positionInput(h: Holding, instrument?: Instrument): PositionInput {
  const isOwn = hasOwnPrice(h, instrument)
  return {
    symbol: h.symbol,
    quantity: h.quantity,
    ...(h.asOfDate && { asOfDate: h.asOfDate }),
    ...(h.costBasis && { costBasis: h.costBasis }),
    ...(isOwn && { price: h.price }),
    ...(isOwn && h.priceAsOf && { priceAsOf: h.priceAsOf }),
  }
}
