import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Person } from '@/api/user'
import { faultsOf, formErrors, remainder, remainderText } from './faults'
import { emptyEvent, emptyIncome, formOf, inputOf } from './form'
import { shippedLimits } from './shippedLimits'

const person: Person = {
  id: 'p',
  email: 'a@example.org',
  displayName: 'A',
  birthDate: '1968-03-15',
  retirementAge: 66,
  yearsUntilRetirement: null,
  horizonAge: null,
  targetRetirementIncome: '68000.00',
  targetBeforeTax: false,
  currentAnnualSpending: null,
  annualContribution: '9999999999.99',
  taxPercent: 12.5,
  emergencyMonths: 6,
  allowModels: true,
  modelsAnswered: true,
  monthlyReview: false,
  emailVerified: true,
  modelsSentTo: [],
  assetClassTargets: { equity: 60.5, fixed_income: 39.5 },
  incomes: [{ name: 'SS', annual: '24000.00', startAge: 67, partner: true, kind: 'social_security' }],
  spending: [{ name: 'Travel', annual: '6000.00', startAge: 66, endAge: 76 }],
  events: [{ name: 'Roof', amount: '-18000.00', age: 61 }],
  partner: { name: 'B', birthDate: '1970-09-02', horizonAge: 96, survivorSpendingPercent: 0 },
  limits: { single_stock: { warn: '15', fail: '30' } },
  assumptions: { set: 'cautious', returns: { equity: { compound: -0.5, volatility: 18 } } },
}

describe('the person’s record as a form', () => {
  it('comes back as it was', () => {
    const input = inputOf(formOf(person))
    expect(input).toEqual({
      email: 'a@example.org',
      displayName: 'A',
      birthDate: '1968-03-15',
      retirementAge: 66,
      targetRetirementIncome: '68000.00',
      targetBeforeTax: false,
      annualContribution: '9999999999.99',
      taxPercent: 12.5,
      emergencyMonths: 6,
      allowModels: true,
      modelsAnswered: true,
      monthlyReview: false,
      modelsSentTo: [],
      assetClassTargets: { equity: 60.5, fixed_income: 39.5 },
      incomes: [{ name: 'SS', annual: '24000.00', startAge: 67, indexed: true, partner: true, kind: 'social_security' }],
      spending: [{ name: 'Travel', annual: '6000.00', startAge: 66, endAge: 76 }],
      events: [{ name: 'Roof', amount: '-18000.00', age: 61 }],
      partner: { name: 'B', birthDate: '1970-09-02', horizonAge: 96, survivorSpendingPercent: 0 },
      limits: { single_stock: { warn: '15', fail: '30' } },
      assumptions: { set: 'cautious', returns: { equity: { compound: -0.5, volatility: 18 } } },
    })
  })
  it('leaves out a partner who is switched off', () =>
    expect(inputOf({ ...formOf(person), hasPartner: false })).not.toHaveProperty('partner'))
  it('sends what is no number, for the server to name', () =>
    expect(inputOf({ ...formOf(person), retirementAge: 'soon' }).retirementAge).toBe('soon'))
  it('fills the other half of a limit with the one that is shown in gray', () =>
    expect(inputOf({ ...formOf(person), limits: { fees: { warn: '0.5', fail: '' } } }).limits).toEqual({
      fees: { warn: '0.5', fail: '0.75' },
    }))
  it('shows in gray the limits that the server has', () => {
    const source = readFileSync(join(process.cwd(), '../limit.go'), 'utf8')
    const shipped = Object.fromEntries(
      [...source.matchAll(/(?:"(\w+)"|(staleCheck)):\s+limit\("([\d.]+)", "([\d.]+)"\)/g)].map(([, name, stale, warn, fail]) => [
        name ?? (stale && 'stale_price'),
        { warn, fail },
      ]),
    )
    expect(shipped).toEqual({ ...shippedLimits, unpriced: { warn: '0', fail: '100' } })
  })
})

describe('targets', () => {
  it.each([
    [{}, null, 'No targets'],
    [{ equity: '60', fixed_income: '40' }, 0, 'Adds up to 100'],
    [{ equity: '59', fixed_income: '40' }, 100, '1 left to give'],
    [{ equity: '33.33', fixed_income: '33.33', cash: '33.34' }, 0, 'Adds up'],
    [{ equity: '0.1', fixed_income: '0.2', cash: '99.7' }, 0, 'Adds up'],
    [{ equity: '101.5' }, -150, '1.5 too many'],
  ])('%o', (shares, left, said) => {
    expect(remainder(shares as Record<string, string>)).toBe(left)
    expect(remainderText(left)).toContain(said)
  })
  it('of 99 refuse a save, of none do not', () => {
    const form = formOf(person)
    expect(faultsOf({ ...form, assetClassTargets: { equity: '60', fixed_income: '39' } })).toHaveProperty('assetClassTargets')
    expect(faultsOf({ ...form, assetClassTargets: {} })).toEqual({})
  })
  it.each([
    [{ retirementAge: '66.5' }, 'retirementAge'],
    [{ annualContribution: '26k' }, 'annualContribution'],
    [{ incomes: [{ ...emptyIncome, name: 'Pension', annual: '1200' }] }, 'incomes.0.startAge'],
    [{ events: [{ ...emptyEvent, name: 'Roof', age: '61' }] }, 'events.0.amount'],
    [{ limits: { fees: { warn: 'low', fail: '' } } }, 'limits.fees.warn'],
  ])('%o is named before it is sent', (change, path) =>
    expect(Object.keys(faultsOf({ ...formOf(person), ...change }))).toEqual([path]),
  )
})

describe('errors of the server', () => {
  it('find their fields', () => {
    expect(
      formErrors([
        { location: 'body.incomes[1].annual', message: 'a' },
        { location: 'body.incomes[0].kind', message: 'b' },
        { location: 'body.assetClassTargets.equity', message: 'c' },
        { location: 'body.birthDate', message: 'd' },
      ]),
    ).toEqual({ 'incomes.1.annual': 'A', 'incomes.0.isSocialSecurity': 'B', assetClassTargets: 'C', birthDate: 'D' })
  })
})
