import type { Person, PersonInput } from '@/api/user'
import { shippedLimits } from './shippedLimits'

// The person's record as a form: everything is text while it is typed. What is
// left empty is not sent, and the server's default stands.

type Income = NonNullable<PersonInput['incomes']>[number]
type Phase = NonNullable<PersonInput['spending']>[number]
type Event = NonNullable<PersonInput['events']>[number]
type Choice = NonNullable<PersonInput['assumptions']>

export type IncomeRow = {
  name: string
  annual: string
  startAge: string
  endAge: string
  isIndexed: boolean
  isSocialSecurity: boolean
  isPartners: boolean
}
export type PhaseRow = { name: string; annual: string; startAge: string; endAge: string }
export type EventRow = { name: string; amount: string; age: string; isPartners: boolean }
export type Shares = Record<string, string>
export type OwnReturn = { compound: string; volatility: string }

export type SettingsForm = {
  displayName: string
  email: string
  birthDate: string
  retirementAge: string
  yearsUntilRetirement: string
  horizonAge: string
  targetRetirementIncome: string
  targetBeforeTax: boolean
  currentAnnualSpending: string
  annualContribution: string
  taxPercent: string
  emergencyMonths: string
  incomes: IncomeRow[]
  spending: PhaseRow[]
  events: EventRow[]
  hasPartner: boolean
  partner: { name: string; birthDate: string; currentAge: string; horizonAge: string; survivorSpendingPercent: string }
  assetClassTargets: Shares
  regionTargets: Shares
  limits: Record<string, { warn: string; fail: string }>
  assumptionSet: Choice['set']
  returns: Record<string, OwnReturn>
  allowModels: boolean
  modelsAnswered: boolean
  monthlyReview: boolean
  modelsSentTo: string[]
}

const text = (v: number | string | null | undefined) => (v === null || v === undefined ? '' : String(v))
const shares = (v: unknown): Shares =>
  Object.fromEntries(Object.entries((v ?? {}) as Record<string, number>).map(([k, p]) => [k, String(p)]))

export const emptyIncome: IncomeRow = {
  name: '',
  annual: '',
  startAge: '',
  endAge: '',
  isIndexed: true,
  isSocialSecurity: false,
  isPartners: false,
}
export const emptyPhase: PhaseRow = { name: '', annual: '', startAge: '', endAge: '' }
export const emptyEvent: EventRow = { name: '', amount: '', age: '', isPartners: false }

export function formOf(p: Person): SettingsForm {
  return {
    displayName: p.displayName,
    email: p.email,
    birthDate: text(p.birthDate),
    retirementAge: text(p.retirementAge),
    yearsUntilRetirement: text(p.yearsUntilRetirement),
    horizonAge: text(p.horizonAge),
    targetRetirementIncome: text(p.targetRetirementIncome),
    targetBeforeTax: p.targetBeforeTax,
    currentAnnualSpending: text(p.currentAnnualSpending),
    annualContribution: text(p.annualContribution),
    taxPercent: text(p.taxPercent),
    emergencyMonths: text(p.emergencyMonths),
    incomes: (p.incomes ?? []).map((i) => ({
      name: text(i.name),
      annual: i.annual,
      startAge: text(i.startAge),
      endAge: text(i.endAge),
      isIndexed: i.indexed !== false,
      isSocialSecurity: i.kind === 'social_security',
      isPartners: i.partner ?? false,
    })),
    spending: (p.spending ?? []).map((s) => ({
      name: text(s.name),
      annual: s.annual,
      startAge: text(s.startAge),
      endAge: text(s.endAge),
    })),
    events: (p.events ?? []).map((e) => ({
      name: text(e.name),
      amount: e.amount,
      age: text(e.age),
      isPartners: e.partner ?? false,
    })),
    hasPartner: Boolean(p.partner),
    partner: {
      name: text(p.partner?.name),
      birthDate: text(p.partner?.birthDate),
      currentAge: text(p.partner?.currentAge),
      horizonAge: text(p.partner?.horizonAge),
      survivorSpendingPercent: text(p.partner?.survivorSpendingPercent),
    },
    assetClassTargets: shares(p.assetClassTargets),
    regionTargets: shares(p.regionTargets),
    limits: Object.fromEntries(Object.entries(p.limits ?? {}).map(([id, l]) => [id, { warn: l.warn, fail: l.fail }])),
    assumptionSet: p.assumptions?.set ?? 'default',
    returns: Object.fromEntries(
      Object.entries(p.assumptions?.returns ?? {}).map(([name, r]) => [
        name,
        { compound: text(r.compound), volatility: text(r.volatility) },
      ]),
    ),
    allowModels: p.allowModels,
    modelsAnswered: p.modelsAnswered,
    monthlyReview: p.monthlyReview,
    modelsSentTo: p.modelsSentTo,
  }
}

/** What is not a number goes as the text it is: the server then names the field. */
function number(v: string): number | undefined {
  if (v === '') return undefined
  const n = Number(v)
  return Number.isNaN(n) ? (v as unknown as number) : n
}

/** An object without its empty fields; undefined where nothing is left. */
function filled<T extends object>(o: T): T {
  return Object.fromEntries(Object.entries(o).filter(([, v]) => v !== undefined && v !== '')) as T
}

export function inputOf(f: SettingsForm): PersonInput {
  const targets = (s: Shares) => {
    const given = Object.entries(s).filter(([, v]) => v !== '' && Number(v) !== 0)
    return given.length > 0 ? Object.fromEntries(given.map(([k, v]) => [k, number(v) ?? 0])) : undefined
  }
  const limits = Object.entries(f.limits)
    .filter(([, l]) => l.warn !== '' || l.fail !== '')
    .map(([id, l]) => [id, { warn: l.warn || (shippedLimits[id]?.warn ?? ''), fail: l.fail || (shippedLimits[id]?.fail ?? '') }])
  return filled({
    displayName: f.displayName,
    email: f.email,
    birthDate: f.birthDate,
    retirementAge: number(f.retirementAge),
    yearsUntilRetirement: number(f.yearsUntilRetirement),
    horizonAge: number(f.horizonAge),
    targetRetirementIncome: f.targetRetirementIncome,
    targetBeforeTax: f.targetBeforeTax,
    currentAnnualSpending: f.currentAnnualSpending,
    annualContribution: f.annualContribution,
    taxPercent: number(f.taxPercent),
    emergencyMonths: number(f.emergencyMonths),
    incomes: f.incomes.map(
      (i) =>
        filled({
          name: i.name,
          annual: i.annual || '0',
          startAge: number(i.startAge),
          endAge: number(i.endAge),
          indexed: i.isIndexed,
          kind: i.isSocialSecurity ? 'social_security' : undefined,
          partner: i.isPartners || undefined,
        }) as Income,
    ),
    spending: f.spending.map(
      (s) => filled({ name: s.name, annual: s.annual || '0', startAge: number(s.startAge), endAge: number(s.endAge) }) as Phase,
    ),
    events: f.events.map(
      (e) => filled({ name: e.name, amount: e.amount || '0', age: number(e.age), partner: e.isPartners || undefined }) as Event,
    ),
    partner: f.hasPartner
      ? filled({
          name: f.partner.name,
          birthDate: f.partner.birthDate,
          currentAge: number(f.partner.currentAge),
          horizonAge: number(f.partner.horizonAge),
          survivorSpendingPercent: number(f.partner.survivorSpendingPercent),
        })
      : undefined,
    assetClassTargets: targets(f.assetClassTargets),
    regionTargets: targets(f.regionTargets),
    limits: limits.length > 0 ? Object.fromEntries(limits) : undefined,
    assumptions: choiceOf(f),
    allowModels: f.allowModels,
    modelsAnswered: f.modelsAnswered,
    monthlyReview: f.monthlyReview,
    modelsSentTo: f.modelsSentTo,
  }) as PersonInput
}

/** The default set as it is shipped is no choice. */
function choiceOf(f: SettingsForm): Choice | undefined {
  const own = Object.entries(f.returns).filter(([, r]) => r.compound !== '' || r.volatility !== '')
  if (own.length === 0) return f.assumptionSet === 'default' ? undefined : { set: f.assumptionSet }
  const returns = own.map(([name, r]) => [name, filled({ compound: number(r.compound), volatility: number(r.volatility) })])
  return { set: f.assumptionSet, returns: Object.fromEntries(returns) }
}
