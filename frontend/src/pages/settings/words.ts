import { word } from '@/lib/words'
import type { SettingsForm } from './form'

// The form's fields in the words of their labels: for the list of refused
// fields, and for what two people changed at once.

const fields: Record<string, string> = {
  displayName: 'Name',
  email: 'E-mail',
  birthDate: 'Birth date',
  retirementAge: 'Retirement age',
  yearsUntilRetirement: 'Years until retirement',
  horizonAge: 'Plan until age',
  targetRetirementIncome: 'Spending in retirement',
  targetBeforeTax: 'Spending in retirement is before tax',
  currentAnnualSpending: 'Spending today',
  annualContribution: 'Yearly saving',
  taxPercent: 'Tax on withdrawals',
  emergencyMonths: 'Emergency fund, months',
  incomes: 'Income',
  spending: 'Further spending',
  events: 'Event',
  hasPartner: 'Planning with a partner',
  partner: 'Partner',
  assetClassTargets: 'Target by kind',
  regionTargets: 'Target by region',
  limits: 'Check',
  assumptionSet: 'Assumptions',
  returns: 'Assumed',
  allowModels: 'Language models may add remarks',
  modelsAnswered: 'An answer about language models',
  monthlyReview: 'A review a month by e-mail',
  modelsSentTo: 'Where models are reached',
}

const parts: Record<string, string> = {
  name: 'name',
  annual: 'a year',
  amount: 'amount',
  age: 'age',
  startAge: 'from age',
  endAge: 'until age',
  isIndexed: 'rises with prices',
  isSocialSecurity: 'Social Security',
  isPartners: "partner's",
  birthDate: 'birth date',
  currentAge: 'age today',
  horizonAge: 'plan until age',
  survivorSpendingPercent: 'spending of the survivor, %',
  compound: 'return',
  volatility: 'swing',
  warn: 'worth a look',
  fail: 'serious',
}

/** "incomes.0.annual" → "Income 1, a year"; "limits.fees.warn" → "Check: Fees, worth a look". */
export function fieldName(path: string): string {
  const [first = '', ...rest] = path.split('.')
  let said = fields[first] ?? word(first)
  for (const [i, part] of rest.entries()) {
    if (/^\d+$/.test(part)) said += ` ${Number(part) + 1}`
    else if (parts[part] && !((first === 'limits' || first === 'returns') && i === 0)) said += `, ${parts[part]}`
    else said += `: ${word(part)}`
  }
  return said
}

const isMoney = (path: string) => /(Income|Spending|Contribution|annual|amount)$/.test(path)

/** A value as it stands beside the field's name. */
export function saidValue(path: string, value: string | boolean, money: (v: string) => string): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (value === '') return 'nothing'
  return isMoney(path) && /^-?\d+(\.\d+)?$/.test(value) ? money(value) : value
}

type Leaf = string | boolean
type Tree = Leaf | Tree[] | { [key: string]: Tree }

/** Every value of a part of the form, by its path. */
export function leaves(form: SettingsForm, key: keyof SettingsForm): Map<string, Leaf> {
  const found = new Map<string, Leaf>()
  const walk = (path: string, value: Tree) => {
    if (typeof value !== 'object') found.set(path, value)
    else for (const [k, v] of Object.entries(value)) walk(`${path}.${k}`, v)
  }
  walk(key, form[key])
  return found
}
