import { queryOptions } from '@tanstack/react-query'
import { apiURL, authorizedFetch } from './client'
import { problemOf } from './problem'

// until the schema has it
export type Mix = {
  key: string
  name: string
  allocation: Record<string, number>
  worstYear: { year: number; percent: number; dollars: string | null } | null
}

/** Labelled mixes, each with its worst calendar year in the shipped series. */
export const mixesQuery = queryOptions({
  queryKey: ['mixes'],
  queryFn: async ({ signal }): Promise<Mix[]> => {
    const response = await authorizedFetch(new Request(apiURL('/api/mixes'), { signal }))
    if (!response.ok) throw await problemOf(response)
    return (await response.json()).items
  },
})
