import { queryOptions } from '@tanstack/react-query'
import { api, body } from './client'
import type { components } from './schema'

export type Address = components['schemas']['AddressBody']
export type AddressInput = components['schemas']['AddressInput']

/** How one is reached, and whether that is known to be one's own; local accounts alone have this. */
export const addressQuery = queryOptions({
  queryKey: ['address'],
  queryFn: ({ signal }) => body(api.GET('/api/auth/email', { signal })),
})

/** Asks for another address; where letters are sent it waits for the link of one. */
export const changeAddress = (input: AddressInput) => body(api.POST('/api/auth/email', { body: input }))

/** Withdraws a change that waits. */
export const keepAddress = () => api.DELETE('/api/auth/email')

/** Sends the link again, to the address that waits for it. */
export const sendLetter = () => api.POST('/api/auth/email/letter')
