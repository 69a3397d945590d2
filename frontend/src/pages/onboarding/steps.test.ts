import { describe, expect, it } from 'vitest'
import type { Person } from '@/api/user'
import { resumeAt, stepAfter, stepBefore, stepOf } from './steps'

const person = (change: Partial<Person> = {}): Person =>
  ({
    birthDate: null,
    retirementAge: null,
    yearsUntilRetirement: null,
    currentAnnualSpending: null,
    annualContribution: null,
    incomes: [],
    ...change,
  }) as Person

describe('the steps', () => {
  it('begin with what is held', () => expect(resumeAt(person(), false)).toBe('holdings'))
  it('go on at the first question that is open', () => {
    expect(resumeAt(person(), true)).toBe('birthDate')
    expect(resumeAt(person({ birthDate: '1970-01-01', retirementAge: 66 }), true)).toBe('spending')
    expect(resumeAt(person({ birthDate: '1970-01-01', yearsUntilRetirement: 3 }), true)).toBe('spending')
  })
  it('take a saving of nothing for an answer', () => {
    const p = person({ birthDate: '1970-01-01', retirementAge: 66, currentAnnualSpending: '1', annualContribution: '0.00' })
    expect(resumeAt(p, true)).toBe('socialSecurity')
  })
  it('do not take a partner’s benefit, or a pension, for one’s own', () => {
    const all = { birthDate: '1970-01-01', retirementAge: 66, currentAnnualSpending: '1', annualContribution: '0.00' }
    const benefit = { name: 'Social Security', annual: '1', startAge: 67 }
    expect(resumeAt(person({ ...all, incomes: [{ ...benefit, partner: true }] }), true)).toBe('socialSecurity')
    expect(resumeAt(person({ ...all, incomes: [{ ...benefit, name: 'Pension' }] }), true)).toBe('socialSecurity')
    expect(resumeAt(person({ ...all, incomes: [benefit] }), true)).toBe('done')
  })
  it('follow each other', () => {
    expect(stepAfter('holdings')).toBe('birthDate')
    expect(stepAfter('socialSecurity')).toBe('targets')
    expect(stepAfter('done')).toBe('done')
    expect(stepBefore('holdings')).toBeUndefined()
    expect(stepOf('nonsense')).toBeUndefined()
    expect(stepOf('targets')).toBe('targets')
  })
})
