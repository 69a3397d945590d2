// The words of the keys that the API uses. A key without a word here is shown
// as itself, with spaces.

const words: Record<string, string> = {
  equity: 'Stocks',
  fixed_income: 'Bonds',
  real_estate: 'Real estate',
  commodities: 'Commodities',
  cash: 'Cash',
  alternatives: 'Alternatives',
  unclassified: 'Unclassified',
  north_america: 'North America',
  latin_america: 'Latin America',
  middle_east: 'Middle East',
  taxable: 'Taxable',
  tax_deferred: 'Tax-deferred (401(k), IRA)',
  tax_free: 'Tax-free (Roth)',
  etf: 'ETF',
  mutual_fund: 'Mutual fund',
  bond_fund: 'Bond fund',
  reit: 'REIT',
  consumer_discretionary: 'Consumer discretionary',
  consumer_staples: 'Consumer staples',
  not_held: 'Not held',
  ask: 'Questions',
}

/** "fixed_income" → "Bonds". */
export function word(key: string): string {
  const known = words[key]
  if (known) return known
  const text = key.replaceAll('_', ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

export const assetClasses = ['equity', 'fixed_income', 'real_estate', 'commodities', 'cash', 'alternatives'] as const
export const regions = [
  'north_america',
  'europe',
  'asia',
  'latin_america',
  'africa',
  'middle_east',
  'oceania',
  'global',
  'international',
] as const
export const sectors = [
  'technology',
  'healthcare',
  'financials',
  'consumer_discretionary',
  'consumer_staples',
  'industrials',
  'energy',
  'materials',
  'utilities',
  'real_estate',
  'communication',
  'treasury',
  'corporate',
  'mortgage',
  'government_related',
  'commodities',
  'diversified',
  'other',
] as const
export const accountTypes = ['taxable', 'tax_deferred', 'tax_free', 'cash'] as const
export const instrumentTypes = ['etf', 'mutual_fund', 'stock', 'bond', 'bond_fund', 'commodity', 'reit'] as const

/** How an account is taxed, in the middle of a sentence: "tax-deferred". */
export const taxed = (type: string) => word(type).replace(/ \(.*/, '').toLowerCase()

/** The sentence that stands on every page. */
export const disclaimer =
  'Alex is educational and not individual financial advice. Odds are hypothetical results of simulations, not forecasts.'
