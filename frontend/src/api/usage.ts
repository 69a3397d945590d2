import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, body } from './client'
import type { components } from './schema'

export type Usage = components['schemas']['Usage']
export type ModelCall = components['schemas']['CallBody']

/** Tokens and cost by agent, job and month, and today's against the limit. */
export const usageQuery = queryOptions({ queryKey: ['usage'], queryFn: ({ signal }) => body(api.GET('/api/usage', { signal })) })

/** How many calls a page of the log has. */
export const callsAtOnce = 20

/** The calls of models, page after page, the newest first. */
export const callsQuery = infiniteQueryOptions({
  queryKey: ['usage', 'calls'],
  queryFn: ({ pageParam, signal }) =>
    body(api.GET('/api/usage/calls', { params: { query: { cursor: pageParam, limit: callsAtOnce } }, signal })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last) => last.nextCursor ?? undefined,
})
