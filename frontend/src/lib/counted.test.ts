import { expect, it } from 'vitest'
import { counted } from './counted'

it('says one of one, and several of all else', () => {
  expect([0, 1, 2, 12345].map((n) => counted(n, 'account'))).toEqual(['0 accounts', '1 account', '2 accounts', '12,345 accounts'])
  expect([1, 3].map((n) => counted(n, 'analysis', 'analyses'))).toEqual(['1 analysis', '3 analyses'])
})
