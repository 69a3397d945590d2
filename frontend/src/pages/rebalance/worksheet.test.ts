import { expect, it } from 'vitest'
import type { Portfolio } from '@/api/portfolio'
import { Problem } from '@/api/problem'
import type { Worksheet } from '@/api/rebalance'
import { refusal } from './Workbench'
import { byAccount, classLines, csvLines } from './worksheet'

const trade = (accountId: string, symbol: string, shares: string, amount: string, estimatedGain: string | null = null) => ({
  accountId,
  accountName: `Account ${accountId}`,
  symbol,
  shares,
  amount,
  estimatedGain,
})
const sheet: Worksheet = {
  trades: [trade('a', 'VTI', '-240', '-80448.00', '12.50'), trade('a', 'FXNAX', '7685', '80846.20')],
  accounts: [
    { accountId: 'a', accountName: 'Account a', residual: '28001.80' },
    { accountId: 'b', accountName: 'Account b', residual: '0.00' },
  ],
  before: { equity: 71.7584, cash: 28.2416 },
  after: { equity: 60, cash: 40 },
  residual: '28001.80',
  unreachable: ['real_estate'],
}
const portfolio = {
  accounts: [{ id: 'a', accountName: 'Account a', accountType: 'tax_free', cashBalance: '28400.00' }],
} as unknown as Portfolio

it('keeps the trades inside of their accounts', () => {
  const [a, b] = byAccount(sheet, portfolio)
  expect(a).toMatchObject({ kind: 'Tax-free (Roth)', cashBefore: '28400.00', cashAfter: '28001.80' })
  expect(a?.trades.map((t) => t.symbol)).toEqual(['VTI', 'FXNAX'])
  expect(b?.trades).toEqual([])
})

it('copies the figures of the API as they are', () =>
  expect(csvLines(sheet)).toEqual([
    ['Account a', 'sell', 'VTI', '240', '-80448.00', '12.50'],
    ['Account a', 'buy', 'FXNAX', '7685', '80846.20', ''],
    ['Account a', 'cash left', '', '', '28001.80', ''],
    ['Account b', 'cash left', '', '', '0.00', ''],
  ]))

it('lists the classes that are held or wanted', () =>
  expect(classLines(sheet, new Map([['real_estate', 2]])).map((l) => [l.key, l.target])).toEqual([
    ['equity', undefined],
    ['real_estate', 2],
    ['cash', undefined],
  ]))

it('names the instrument of a refusal instead of its place', () => {
  const problem = new Problem(422, { errors: [{ location: 'body.instruments[1]', message: 'is picked twice' }] })
  expect(refusal(problem, ['VTI', 'BND'])).toBe('BND: is picked twice.')
})
