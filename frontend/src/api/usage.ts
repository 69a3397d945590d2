import { queryOptions } from '@tanstack/react-query'
import { api, body } from './client'
import type { components } from './schema'

export type Usage = components['schemas']['Usage']

/** Tokens and cost by agent, job and month. */
export const usageQuery = queryOptions({ queryKey: ['usage'], queryFn: ({ signal }) => body(api.GET('/api/usage', { signal })) })
