import { describe, expect, it } from 'vitest'
import type { Instrument } from '@/api/instruments'
import type { Portfolio } from '@/api/portfolio'
import { exportLines } from './export'
import { mainClass, rowsOf } from './rows'

const holding = (symbol: string, value: string) => ({ id: symbol, symbol, quantity: '1', value, priced: true })
const account = (id: string, positions: ReturnType<typeof holding>[]) => ({
  id,
  accountName: `Account ${id}`,
  accountType: 'taxable' as const,
  cashBalance: '5.00',
  cashInterest: '0',
  positions,
  value: '1.00',
})
const portfolio = {
  accounts: [account('a', [holding('VTI', '90.00'), holding('BND', '100.00')]), account('b', [holding('ZZZ', '1000.00')])],
  byAssetClass: [{ key: 'equity', name: 'Stocks', value: '75.00', percent: 7.5 }],
} as unknown as Portfolio
const instruments = new Map([
  ['VTI', { symbol: 'VTI', name: 'Total market', allocationAssetClass: { equity: 100 } } as Instrument],
  ['BND', { symbol: 'BND', name: 'Bonds', allocationAssetClass: { fixed_income: 100 } } as Instrument],
])
const shown = (wanted: Partial<Parameters<typeof rowsOf>[2]>) =>
  rowsOf(portfolio, instruments, { grouping: 'account', order: 'symbol', text: '', ...wanted }).map((r) =>
    r.kind === 'holding' ? r.holding.symbol : r.kind === 'cash' ? 'cash' : r.key,
  )

describe('the lines of the table', () => {
  it('stand by account, cash last', () =>
    expect(shown({})).toEqual(['account-a', 'BND', 'VTI', 'cash', 'account-b', 'ZZZ', 'cash']))
  it('are ordered by value as decimals, not as text', () =>
    expect(shown({ grouping: 'all', order: 'value' })).toEqual(['ZZZ', 'BND', 'VTI', 'cash', 'cash']))
  it('stand by class, with what is not classified last', () =>
    expect(shown({ grouping: 'class' })).toEqual([
      'equity',
      'VTI',
      'fixed_income',
      'BND',
      'cash',
      'cash',
      'cash',
      'unclassified',
      'ZZZ',
    ]))
  it('have the value of a class from the API', () => {
    const [stocks] = rowsOf(portfolio, instruments, { grouping: 'class', order: 'symbol', text: '' })
    expect(stocks).toMatchObject({ value: '75.00', percent: 7.5 })
  })
  it('are found by name, without accounts that hold nothing of it', () =>
    expect(shown({ text: 'total' })).toEqual(['account-a', 'VTI']))
})

it('puts a mixed fund under its largest part', () => {
  expect(mainClass({ allocationAssetClass: { equity: 40, fixed_income: 60 } } as Instrument)).toBe('fixed_income')
  expect(mainClass(undefined)).toBe('unclassified')
})

it('exports what is shown, with cash as a line of its account', () => {
  const lines = exportLines(rowsOf(portfolio, instruments, { grouping: 'account', order: 'symbol', text: '' }))
  expect(lines.map((l) => [l[0], l[2], l[7]])).toEqual([
    ['Account a', 'BND', '100.00'],
    ['Account a', 'VTI', '90.00'],
    ['Account a', '$CASH', '5.00'],
    ['Account b', 'ZZZ', '1000.00'],
    ['Account b', '$CASH', '5.00'],
  ])
})
