// The colours of the asset classes, those of the report's own charts: told apart
// by people with any colour vision. A name always stands beside them.
const colors: Record<string, string> = {
  equity: '#0072B2',
  fixed_income: '#E69F00',
  real_estate: '#009E73',
  commodities: '#D55E00',
  cash: '#56B4E9',
  alternatives: '#CC79A7',
}

export const classColor = (key: string) => colors[key] ?? '#999999'
