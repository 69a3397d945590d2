import { queryOptions } from '@tanstack/react-query'
import { api, body } from './client'
import type { components } from './schema'

export type Usage = components['schemas']['Usage']
export type ModelCall = components['schemas']['CallBody']

/** Tokens and cost by agent, job and month, and today's against the limit. */
export const usageQuery = queryOptions({ queryKey: ['usage'], queryFn: ({ signal }) => body(api.GET('/api/usage', { signal })) })

/** The last calls of models, the newest first. */
export const callsQuery = queryOptions({
  queryKey: ['usage', 'calls'],
  queryFn: async ({ signal }) => (await body(api.GET('/api/usage/calls', { params: { query: { limit: 20 } }, signal }))).items,
})
