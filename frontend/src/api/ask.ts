import { queryOptions } from '@tanstack/react-query'
import { api, body } from './client'
import type { components } from './schema'

export type Question = components['schemas']['Question']
export type Answer = components['schemas']['AskAnswer']

/** The questions that can be asked without a model. */
export const questionsQuery = queryOptions({
  queryKey: ['ask'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async ({ signal }) => (await body(api.GET('/api/ask', { signal }))).items,
})

export const ask = (input: components['schemas']['AskInput']) => body(api.POST('/api/ask', { body: input }))
