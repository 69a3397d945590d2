import type { Plan } from '@/api/retirement'
import type { Person, PersonInput } from '@/api/user'

// Edits of a plan: a new plan each, and everything that is not asked about stays.

type Income = NonNullable<Plan['incomes']>[number]
export type Rule = NonNullable<Plan['withdrawalRule']>

/** The person's own Social Security: named so, or called so. */
export const isOwnBenefit = (income: Income) =>
  !income.partner && (income.kind === 'social_security' || /social security/i.test(income.name ?? ''))

export const ownBenefit = (plan: Plan) => (plan.incomes ?? []).find(isOwnBenefit)

/** The benefit from another age, at what it then is; a plan without one gets it. */
export function withBenefit(plan: Plan, startAge: number, annual: string): Plan {
  const incomes = plan.incomes ?? []
  const at = incomes.findIndex(isOwnBenefit)
  if (at < 0) {
    return { ...plan, incomes: [...incomes, { name: 'Social Security', kind: 'social_security', startAge, annual }] }
  }
  return { ...plan, incomes: incomes.map((income, i) => (i === at ? { ...income, startAge, annual } : income)) }
}

const stocks = 'equity'

export const stockShare = (plan: Plan) => plan.allocation[stocks] ?? 0

/**
 * The mix with another share of stocks; the rest keeps its proportions. Weights are
 * whole hundredths of a percent, which sum to 100 exactly.
 */
export function withStocks(plan: Plan, percent: number): Plan {
  const rest = Object.entries(plan.allocation).filter(([key, weight]) => key !== stocks && (weight ?? 0) > 0)
  const others: [string, number][] = rest.length > 0 ? (rest as [string, number][]) : [['fixed_income', 1]]
  const whole = others.reduce((sum, [, weight]) => sum + weight, 0)
  let left = 10_000 - Math.round(percent * 100)
  const parts = others.map(([key, weight]) => [key, Math.floor(((100 - percent) * 100 * weight) / whole)] as [string, number])
  for (const [, hundredths] of parts) left -= hundredths
  const largest = parts.reduce((a, b) => (b[1] > a[1] ? b : a))
  largest[1] += left // what rounding left over
  const weights = [[stocks, Math.round(percent * 100)] as [string, number], ...parts].filter(([, w]) => w > 0)
  return { ...plan, allocation: Object.fromEntries(weights.map(([key, w]) => [key, w / 100])) as Plan['allocation'] }
}

/** The tax on withdrawals, in every account that is taxed. */
export function withTax(plan: Plan, taxPercent: number): Plan {
  const accounts = plan.accounts?.map((a) => (a.kind === 'tax_free' ? a : { ...a, taxPercent }))
  return { ...plan, taxPercent, ...(accounts ? { accounts } : {}) }
}

/** A plan whose horizon and retirement fit each other. */
export const withRetirementAge = (plan: Plan, retirementAge: number): Plan => ({
  ...plan,
  retirementAge,
  horizonAge: Math.max(plan.horizonAge, retirementAge),
})

export const withHorizon = (plan: Plan, horizonAge: number): Plan => ({
  ...plan,
  horizonAge,
  retirementAge: Math.min(plan.retirementAge, horizonAge),
})

/** What each rule needs to be complete. */
export function withRule(plan: Plan, kind: Rule['kind']): Plan {
  const rules: Record<string, Rule> = {
    constant: { kind: 'constant' },
    percent: { kind: 'percent', percent: 4 },
    guardrails: { kind: 'guardrails' },
    floor_ceiling: { kind: 'floor_ceiling', floorPercent: 85, ceilingPercent: 120 },
  }
  return { ...plan, withdrawalRule: rules[kind ?? 'constant'] ?? { kind } }
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** Whether two plans are the same, whatever the order of their fields. */
export function samePlan(a: Plan, b: Plan): boolean {
  const sorted = (plan: Plan) => Object.entries(plan).sort(([x], [y]) => (x < y ? -1 : 1))
  return same(sorted(a), sorted(b))
}

/** What of a plan is also said in a person's record, word for word, and has changed. */
export function personChanges(base: Plan, edited: Plan): Partial<PersonInput> {
  const changes: Partial<PersonInput> = {}
  if (edited.retirementAge !== base.retirementAge) changes.retirementAge = edited.retirementAge
  if (edited.horizonAge !== base.horizonAge) changes.horizonAge = edited.horizonAge
  if (edited.annualSpending !== base.annualSpending) changes.targetRetirementIncome = edited.annualSpending
  if (edited.annualContribution !== base.annualContribution) changes.annualContribution = edited.annualContribution
  if (edited.taxPercent !== base.taxPercent) changes.taxPercent = edited.taxPercent
  if (!same(edited.incomes, base.incomes)) changes.incomes = edited.incomes ?? []
  return changes
}

/** What has changed and has no place in a person's record: it stays with this page, or with a kept plan. */
export function unmapped(base: Plan, edited: Plan): string[] {
  const names: [keyof Plan, string][] = [
    ['allocation', 'the share of stocks'],
    ['feePercent', 'the fee'],
    ['withdrawalRule', 'the withdrawal rule'],
    ['balance', 'the balance'],
  ]
  return names.filter(([key]) => !same(base[key], edited[key])).map(([, name]) => name)
}

/** Without a birth date the age of today follows from the years until retirement: another age of retirement has others. */
export const keepingAge = (person: Person, base: Plan, changes: Partial<PersonInput>): Partial<PersonInput> =>
  person.birthDate === null && person.yearsUntilRetirement !== null && changes.retirementAge !== undefined
    ? { yearsUntilRetirement: Math.max(0, changes.retirementAge - base.currentAge) }
    : {}
