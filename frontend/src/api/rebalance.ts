import { api, body } from './client'
import type { components } from './schema'

export type RebalanceInput = components['schemas']['RebalanceInput']
export type RebalanceRule = RebalanceInput['rule']
export type Worksheet = components['schemas']['Worksheet']
export type Trade = components['schemas']['WorksheetTrade']

/** Works a worksheet out; nothing is stored or traded. */
export const rebalance = (input: RebalanceInput) => body(api.POST('/api/rebalance', { body: input }))
