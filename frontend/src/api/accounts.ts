import { api, body, tagged } from './client'
import type { components } from './schema'

export type Account = components['schemas']['AccountBody']
export type AccountInput = components['schemas']['AccountInput']

export const readAccount = (id: string) => tagged(api.GET('/api/accounts/{id}', { params: { path: { id } } }))

/** One key for one intent: the same account sent again is created once. */
export const createAccount = (input: AccountInput, key: string) =>
  body(api.POST('/api/accounts', { params: { header: { 'Idempotency-Key': key } }, body: input }))

export const putAccount = (id: string, input: AccountInput, etag: string) =>
  tagged(api.PUT('/api/accounts/{id}', { params: { path: { id }, header: { 'If-Match': etag } }, body: input }))

export const deleteAccount = (id: string) => api.DELETE('/api/accounts/{id}', { params: { path: { id } } })

/** Deletes all accounts and positions. */
export const clearPortfolio = () => api.DELETE('/api/portfolio')

/** Adds the accounts of the sample household beside one's own. */
export const addSample = (key: string) =>
  body(api.POST('/api/sample-portfolio', { params: { header: { 'Idempotency-Key': key } } }))
