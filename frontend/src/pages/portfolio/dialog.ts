import type { ValuedAccount } from '@/api/portfolio'
import type { Holding } from '@/api/positions'

/** What lies over the page, and of what it is. */
export type Dialog =
  | { kind: 'none' }
  | { kind: 'add'; account?: ValuedAccount }
  | { kind: 'account'; account?: ValuedAccount; next?: 'add' }
  | { kind: 'deleteAccount'; account: ValuedAccount }
  | { kind: 'describe'; holding: Holding }
  | { kind: 'clear' }
  | { kind: 'sample' }

export const noDialog: Dialog = { kind: 'none' }
