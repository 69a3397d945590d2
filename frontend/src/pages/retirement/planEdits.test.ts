import { describe, expect, it } from 'vitest'
import type { Plan } from '@/api/retirement'
import type { Person } from '@/api/user'
import {
  keepingAge,
  personChanges,
  samePlan,
  stockShare,
  unmapped,
  withBenefit,
  withHorizon,
  withRetirementAge,
  withRule,
  withStocks,
  withTax,
} from './planEdits'

const plan: Plan = {
  currentAge: 58,
  retirementAge: 66,
  horizonAge: 95,
  accounts: [
    { kind: 'tax_deferred', balance: '388260.00' },
    { kind: 'tax_free', balance: '58912.40' },
  ],
  allocation: { equity: 71.76, fixed_income: 21.06, real_estate: 2.12, cash: 5.06 },
  annualSpending: '68000.00',
  annualContribution: '26000.00',
  incomes: [
    { name: 'Social Security', annual: '31200.00', startAge: 67 },
    { name: 'Social Security', annual: '16800.00', startAge: 67, partner: true },
  ],
  taxPercent: 12,
}

const sum = (p: Plan) => Object.values(p.allocation).reduce((all, w) => all + Math.round(w * 100), 0)

describe('the share of stocks', () => {
  it.each([0, 1, 33, 33.33, 50, 71.76, 99, 100])('%d leaves weights that sum to 100', (percent) => {
    const edited = withStocks(plan, percent)
    expect(sum(edited)).toBe(10_000)
    expect(stockShare(edited)).toBe(percent)
  })

  it('keeps the proportions of the rest', () => {
    const { allocation } = withStocks(plan, 50)
    expect((allocation.fixed_income ?? 0) / (allocation.cash ?? 1)).toBeCloseTo(21.06 / 5.06, 1)
  })

  it('of a plan of nothing but stocks makes room for bonds', () => {
    expect(withStocks({ ...plan, allocation: { equity: 100 } }, 60).allocation).toEqual({ equity: 60, fixed_income: 40 })
  })
})

describe('Social Security', () => {
  it('changes the own benefit alone', () => {
    const edited = withBenefit(plan, 70, '38688.00')
    expect(edited.incomes?.[0]).toMatchObject({ startAge: 70, annual: '38688.00' })
    expect(edited.incomes?.[1]).toEqual(plan.incomes?.[1])
    expect(plan.incomes?.[0]?.startAge).toBe(67)
  })

  it('is added where there was none', () => {
    expect(withBenefit({ ...plan, incomes: null }, 67, '1.00').incomes).toEqual([
      { name: 'Social Security', kind: 'social_security', startAge: 67, annual: '1.00' },
    ])
  })
})

it('taxes every account but those that are free of it', () => {
  const edited = withTax(plan, 15)
  expect(edited.taxPercent).toBe(15)
  expect(edited.accounts?.map((a) => a.taxPercent)).toEqual([15, undefined])
})

it('keeps retirement and horizon in order', () => {
  expect(withRetirementAge({ ...plan, horizonAge: 70 }, 75).horizonAge).toBe(75)
  expect(withHorizon(plan, 60).retirementAge).toBe(60)
})

it('completes the rules that need figures', () => {
  expect(withRule(plan, 'percent').withdrawalRule).toEqual({ kind: 'percent', percent: 4 })
  expect(withRule(plan, 'floor_ceiling').withdrawalRule).toMatchObject({ floorPercent: 85, ceilingPercent: 120 })
})

describe('what becomes part of the person', () => {
  it('is nothing where nothing changed', () => {
    expect(personChanges(plan, { ...plan })).toEqual({})
    expect(unmapped(plan, { ...plan })).toEqual([])
  })

  it('is what the record says in the same words; the rest is named', () => {
    const edited = withStocks({ ...withBenefit(plan, 70, '38688.00'), annualSpending: '60000.00', retirementAge: 67 }, 50)
    expect(personChanges(plan, edited)).toEqual({
      retirementAge: 67,
      targetRetirementIncome: '60000.00',
      incomes: edited.incomes,
    })
    expect(unmapped(plan, edited)).toEqual(['the share of stocks'])
  })
})

it('knows the same plan in another order of fields', () => {
  const { retirementAge, ...rest } = plan
  expect(samePlan(plan, { ...rest, retirementAge })).toBe(true)
  expect(samePlan(plan, { ...plan, retirementAge: 67 })).toBe(false)
})

describe('an age of retirement that is saved', () => {
  const counting = { birthDate: null, yearsUntilRetirement: 20 } as Person
  const base = { currentAge: 47, retirementAge: 67 } as Plan
  it('leaves the age of today where it was, where that follows from the years', () => {
    expect(keepingAge(counting, base, { retirementAge: 65 })).toEqual({ yearsUntilRetirement: 18 })
    expect(keepingAge(counting, base, { horizonAge: 99 })).toEqual({})
  })
  it('needs nothing more with a birth date', () =>
    expect(keepingAge({ ...counting, birthDate: '1979-01-01' }, base, { retirementAge: 65 })).toEqual({}))
})
