import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, body } from './client'
import type { components } from './schema'

export type Found = components['schemas']['FoundBody']
export type FoundList = components['schemas']['FoundList']
export type KeptText = components['schemas']['DocumentBody']
export type TextInput = components['schemas']['DocumentInput']

/** The k passages nearest to a question; nothing is asked while there is none. More of the same question come to those that are there. */
export const foundQuery = (query: string, k: number) =>
  queryOptions({
    queryKey: ['research', 'found', query, k] as const,
    queryFn: ({ signal }) => body(api.GET('/api/research', { params: { query: { query, k } }, signal })),
    enabled: query !== '',
    placeholderData: (before: FoundList | undefined, of) => (of?.queryKey[2] === query ? before : undefined),
  })

/** The texts that one may read, page after page, the newest first. */
export const textsQuery = infiniteQueryOptions({
  queryKey: ['research', 'texts'],
  queryFn: ({ pageParam, signal }) =>
    body(api.GET('/api/research/documents', { params: { query: { cursor: pageParam, limit: 20 } }, signal })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last) => last.nextCursor ?? undefined,
})

/** One key for one intent: the same text sent again is kept once. */
export const addText = (input: TextInput, key: string) =>
  body(api.POST('/api/research/documents', { params: { header: { 'Idempotency-Key': key } }, body: input }))

export const removeText = (id: string) => api.DELETE('/api/research/documents/{id}', { params: { path: { id } } })
