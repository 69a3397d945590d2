import { queryOptions } from '@tanstack/react-query'
import { api, body } from './client'
import type { components } from './schema'

export type SecondFactor = components['schemas']['SecondFactorBody']
export type Offer = components['schemas']['SecondFactorOffer']

/** Whether a code is asked for beside one's password; local accounts alone have one. */
export const secondFactorQuery = queryOptions({
  queryKey: ['second-factor'],
  queryFn: ({ signal }) => body(api.GET('/api/user/second-factor', { signal })),
})

/** Begins a second factor; it is on once a code of it is confirmed. */
export const offerSecondFactor = (password: string) => body(api.POST('/api/user/second-factor', { body: { password } }))

/** Turns it on; the recovery codes are shown this once. */
export const confirmSecondFactor = async (code: string) =>
  (await body(api.POST('/api/user/second-factor/confirm', { body: { code } }))).recoveryCodes

/** Ten other recovery codes in place of those there are. */
export const newRecoveryCodes = async (password: string, code: string) =>
  (await body(api.POST('/api/user/second-factor/recovery-codes', { body: { password, code } }))).recoveryCodes

export const endSecondFactor = (password: string, code: string) =>
  api.POST('/api/user/second-factor/off', { body: { password, code } })

/** Every other session ends with it. */
export const changePassword = (currentPassword: string, password: string) =>
  api.POST('/api/user/password', { body: { currentPassword, password } })
