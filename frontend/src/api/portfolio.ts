import { queryOptions } from '@tanstack/react-query'
import { api, body, pages } from './client'
import type { components } from './schema'

export type Portfolio = components['schemas']['Portfolio']
export type ValuedAccount = components['schemas']['ValuedAccount']
export type Holding = components['schemas']['Holding']
export type Exposure = components['schemas']['Exposure']
export type PortfolioValue = components['schemas']['PortfolioValue']

export const portfolioQuery = queryOptions({
  queryKey: ['portfolio'],
  queryFn: ({ signal }) => body(api.GET('/api/portfolio', { signal })),
})

export const historyQuery = queryOptions({
  queryKey: ['portfolio', 'history'],
  queryFn: ({ signal }) =>
    pages((cursor) => body(api.GET('/api/portfolio/history', { params: { query: { cursor, limit: 200 } }, signal }))),
})

/** What is derived from positions, and stale once one changes. */
export const holdingsKeys = [['portfolio'], ['accounts'], ['instruments'], ['plan'], ['mixes']]

/** What an analysis leaves changed: its report, what was classified, a point of the history. */
export const analysisKeys = [['reports'], ['retirement'], ['jobs', 'latest'], ['usage'], ...holdingsKeys]
