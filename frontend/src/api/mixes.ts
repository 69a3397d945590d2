import { queryOptions } from '@tanstack/react-query'
import { apiURL, authorizedFetch } from './client'
import { problemOf } from './problem'

// until the schema has it
export type Mix = {
  id: string
  name: string
  allocation: Record<string, number>
  worstYear: { year: number; percent: number; dollars: string | null } | null
}

/**
 * Labelled mixes, and last today's own ("current") where something is held:
 * each with what its worst calendar year would have meant.
 */
export const mixesQuery = queryOptions({
  queryKey: ['mixes'],
  queryFn: async ({ signal }): Promise<Mix[]> => {
    const response = await authorizedFetch(new Request(apiURL('/api/mixes'), { signal }))
    if (!response.ok) throw await problemOf(response)
    return ((await response.json()) as { items: Mix[] | null }).items ?? []
  },
})
