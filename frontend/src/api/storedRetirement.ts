import { queryOptions } from '@tanstack/react-query'
import { api, body } from './client'
import type { components } from './schema'

export type StoredRetirement = components['schemas']['StoredRetirement']
export type Projection = components['schemas']['Projection']
export type Lever = components['schemas']['Lever']

/** The projection of the latest report. There is none before the first one: ask only where there is a report. */
export const storedRetirementQuery = (reportId: string | undefined) =>
  queryOptions({
    queryKey: ['retirement', 'stored', reportId],
    queryFn: ({ signal }) => body(api.GET('/api/retirement', { signal })),
    enabled: reportId !== undefined,
  })
