import { describe, expect, it } from 'vitest'
import type { Person } from '@/api/user'
import { moneyExact } from '@/lib/format'
import { formOf } from './form'
import { differences, merge, withFields } from './merge'
import { fieldName } from './words'

const base = formOf({
  id: 'p',
  email: '',
  displayName: 'Ann',
  birthDate: null,
  retirementAge: 66,
  yearsUntilRetirement: null,
  horizonAge: null,
  targetRetirementIncome: '68000.00',
  targetBeforeTax: false,
  currentAnnualSpending: null,
  annualContribution: null,
  assumptions: null,
  taxPercent: null,
  emergencyMonths: null,
  allowModels: false,
  modelsAnswered: false,
  monthlyReview: false,
  emailVerified: true,
  modelsSentTo: [],
  incomes: [{ name: 'Pension', annual: '12000.00', startAge: 67 }],
  spending: [],
  events: [],
} satisfies Person)
const pension = (annual: string) => base.incomes.map((i) => ({ ...i, annual }))

describe('two who change one record', () => {
  it('both keep what only they touched', () => {
    const mine = { ...base, displayName: 'Anna' }
    const now = { ...base, retirementAge: '64', incomes: pension('15000.00') }
    const { merged, theirs, both } = merge(base, mine, now)
    expect(merged).toEqual({ ...base, displayName: 'Anna', retirementAge: '64', incomes: pension('15000.00') })
    expect(theirs).toEqual(['retirementAge', 'incomes'])
    expect(both).toEqual([])
  })
  it('are asked where both touched the same', () => {
    const mine = { ...base, retirementAge: '62', displayName: 'Anna' }
    const now = { ...base, retirementAge: '64' }
    const { merged, both } = merge(base, mine, now)
    expect(both).toEqual(['retirementAge'])
    expect(merged.retirementAge).toBe('62')
    expect(withFields(merged, both, now)).toEqual({ ...base, retirementAge: '64', displayName: 'Anna' })
  })
  it('are not asked where they agree', () => {
    const same = { ...base, retirementAge: '64' }
    expect(merge(base, same, same).both).toEqual([])
  })
  it('see which value within a list differs, in words', () =>
    expect(
      differences(
        ['incomes', 'targetRetirementIncome'],
        { ...base, incomes: pension('9000') },
        { ...base, incomes: [] },
        moneyExact,
      ).find((d) => d.field === 'Income 1, a year'),
    ).toEqual({ field: 'Income 1, a year', mine: '$9,000.00', theirs: 'nothing' }))
  it('do not see a value written in two ways as two', () =>
    expect(
      differences(
        ['targetRetirementIncome'],
        { ...base, targetRetirementIncome: '68000' },
        { ...base, targetRetirementIncome: '68000.00' },
        moneyExact,
      ),
    ).toEqual([]))
})

describe('the name of a field', () => {
  it.each([
    ['incomes.0.annual', 'Income 1, a year'],
    ['partner.birthDate', 'Partner, birth date'],
    ['limits.fees.warn', 'Check: Fees, worth a look'],
    ['assetClassTargets.fixed_income', 'Target by kind: Bonds'],
    ['assetClassTargets', 'Target by kind'],
  ])('%s is %s', (path, said) => expect(fieldName(path)).toBe(said))
})
