import { expect, it } from 'vitest'
import { csvOf } from './csv'

it('quotes what needs it and defuses formulas', () => {
  const rows = [
    ['Symbol', 'Name', 'Value'],
    ['VTI', 'Total, "US"', '-12.50'],
    ['=1+1', '@SUM(A1)', '-cmd'],
  ]
  expect(csvOf(rows)).toBe(`Symbol,Name,Value\r\nVTI,"Total, ""US""",-12.50\r\n'=1+1,'@SUM(A1),'-cmd\r\n`)
})
