import { queryOptions } from '@tanstack/react-query'
import { api, body } from './client'
import type { components } from './schema'

export type Mix = components['schemas']['Mix']

/** Labelled mixes, first today's own where something is held: each with its worst calendar year in the shipped series. */
export const mixesQuery = queryOptions({
  queryKey: ['mixes'],
  queryFn: async ({ signal }) => (await body(api.GET('/api/mixes', { signal }))).items,
})
