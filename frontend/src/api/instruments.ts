import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, body, tagged } from './client'
import type { components } from './schema'

export type Instrument = components['schemas']['Instrument']
export type InstrumentInput = components['schemas']['InstrumentInput']

/** What is held, by symbol: names and kinds for tables. */
export const instrumentsQuery = queryOptions({
  queryKey: ['instruments'],
  queryFn: async ({ signal }) => {
    const { items } = await body(api.GET('/api/instruments', { params: { query: { held: true } }, signal }))
    return new Map(items.map((i) => [i.symbol, i]))
  },
})

/** The instruments whose symbol or name has the text in it. */
export const searchQuery = (text: string) =>
  queryOptions({
    queryKey: ['instruments', 'search', text.toLowerCase()],
    queryFn: async ({ signal }) =>
      (await body(api.GET('/api/instruments', { params: { query: { query: text, limit: 20 } }, signal }))).items,
    enabled: text.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 5 * 60_000,
  })

export const readInstrument = (symbol: string) => tagged(api.GET('/api/instruments/{symbol}', { params: { path: { symbol } } }))

/** Says something of an instrument, for oneself alone; what the input leaves out goes back to the reference. */
export const putInstrument = (symbol: string, input: InstrumentInput, etag: string) =>
  tagged(api.PUT('/api/instruments/{symbol}', { params: { path: { symbol }, header: { 'If-Match': etag } }, body: input }))
