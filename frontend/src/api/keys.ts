import { queryOptions } from '@tanstack/react-query'
import { api, body } from './client'
import type { components } from './schema'

export type AccessKey = components['schemas']['KeyBody']
export type NewAccessKey = components['schemas']['NewKeyBody']
export type KeyInput = components['schemas']['KeyInput']
export type KeyScope = AccessKey['scopes'][number]

/** The access keys of assistants: those that are good, and the newest that are over. */
export const keysQuery = queryOptions({
  queryKey: ['keys'],
  queryFn: async ({ signal }) => (await body(api.GET('/api/user/keys', { signal }))).items,
})

/** A key with its secret, which is told this once. */
export const makeKey = (input: KeyInput, key: string) =>
  body(api.POST('/api/user/keys', { params: { header: { 'Idempotency-Key': key } }, body: input }))

export const endKey = (id: string) => api.DELETE('/api/user/keys/{id}', { params: { path: { id } } })
