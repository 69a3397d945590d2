import { infiniteQueryOptions } from '@tanstack/react-query'
import { api, body } from './client'

/** What was done to the account, the newest first, page after page. */
export const activityQuery = infiniteQueryOptions({
  queryKey: ['activity'],
  initialPageParam: undefined as string | undefined,
  queryFn: ({ signal, pageParam }) =>
    body(api.GET('/api/user/activity', { signal, params: { query: { limit: 10, cursor: pageParam } } })),
  getNextPageParam: (last) => last.nextCursor ?? undefined,
})
