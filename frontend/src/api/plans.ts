import { queryOptions } from '@tanstack/react-query'
import { api, body, pages } from './client'
import type { components } from './schema'

export type NamedPlan = components['schemas']['NamedPlan']

/** The retirement plans that are kept, the oldest first. */
export const plansQuery = queryOptions({
  queryKey: ['plans'],
  queryFn: ({ signal }) => pages((cursor) => body(api.GET('/api/plans', { params: { query: { cursor, limit: 200 } }, signal }))),
})
