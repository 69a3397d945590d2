import { queryOptions } from '@tanstack/react-query'
import { api, body } from './client'

/** Labelled mixes, each with its worst calendar year in the shipped series. */
export const mixesQuery = queryOptions({
  queryKey: ['mixes'],
  queryFn: async ({ signal }) => (await body(api.GET('/api/mixes', { signal }))).items,
})
