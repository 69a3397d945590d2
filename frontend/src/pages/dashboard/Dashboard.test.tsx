import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { open, type Routes, serve } from '@/test/server'
import Dashboard from './Dashboard'

const exposure = (key: string, value: string, percent: number) => ({ key, name: key, value, percent })
const portfolio = {
  asOf: '2026-10-30',
  totalValue: '701216.65',
  cash: '35462.65',
  accounts: [{ id: '1', accountName: 'A', accountType: 'taxable', cashBalance: '0.00', positions: [], value: '701216.65' }],
  byAssetClass: [
    exposure('equity', '503182.00', 71.76),
    exposure('fixed_income', '147668.00', 21.06),
    exposure('real_estate', '14904.00', 2.12),
    exposure('cash', '35462.65', 5.06),
  ],
  drift: [],
  checks: [
    { id: 'fees', status: 'pass', measured: 0.04, limit: 0.3, text: '' },
    { id: 'target_drift', status: 'fail', measured: 13.94, limit: 10, text: '' },
  ],
  concentration: { largest: 'VTI', largestPercent: 50, topFivePercent: 90, hhi: 0.2, holdings: 3 },
  stocksByRegion: [exposure('north_america', '503182.00', 100)],
  stocksBySector: null,
  bondsByType: [],
  topHoldings: [{ symbol: 'VTI', name: 'Total market', quantity: '1', value: '350000.00', percent: 50 }],
  unpriced: null,
}
const person = { incomes: [], birthDate: '1970-01-01', retirementAge: null, yearsUntilRetirement: null }
const routes: Routes = {
  'GET /api/portfolio': { body: portfolio },
  'GET /api/portfolio/history': { body: { items: [], nextCursor: null } },
  'GET /api/reports': { body: { items: [], nextCursor: null } },
  'GET /api/jobs': { body: { items: [], nextCursor: null } },
  'GET /api/user': { body: { ...person, currentAnnualSpending: null, annualContribution: null } },
}

describe('the dashboard', () => {
  it('shows the figures of the API, and parts that add up to 100.00', async () => {
    serve(routes)
    const { container } = open(<Dashboard />)
    const table = await screen.findByRole('table', { name: /by kind/ })
    expect(table).toHaveTextContent('$503,182')
    expect(container.querySelector('[data-figure=total]')).toHaveTextContent('$701,217')
    const printed = [...table.querySelectorAll('[data-percent]')].map((cell) => Number.parseFloat(cell.textContent ?? ''))
    expect(Math.round(printed.reduce((sum, p) => sum + p * 100, 0))).toBe(10_000)
  })

  it('asks for no projection before there is a report, but ticks what is done', async () => {
    const asked = serve(routes)
    open(<Dashboard />)
    const chance = await screen.findByRole('region', { name: /chance/i })
    expect(await within(chance).findByText('Answer five questions (1 of 5)')).toBeVisible()
    expect(within(chance).getAllByRole('img', { name: 'Done' })).toHaveLength(1)
    expect(asked.map((r) => new URL(r.url).pathname)).not.toContain('/api/retirement')
  })

  it('opens what fails, and folds what passes', async () => {
    serve(routes)
    open(<Dashboard />)
    const health = await screen.findByRole('region', { name: 'Health checks' })
    expect(await within(health).findByText(/13.94 points/)).toBeVisible()
    expect(within(health).getByText('1 check passed')).toBeVisible()
  })

  it('fails card by card: without the portfolio the report still reads', async () => {
    const report = {
      id: 'r1',
      jobId: 'j1',
      asOf: '2026-10-30',
      generatedAt: '2026-11-28T08:00:00Z',
      summary: 'You own **$701,217**.\n\nMore.',
    }
    serve({
      ...routes,
      'GET /api/portfolio': { status: 422, body: { detail: 'no' } },
      'GET /api/reports': { body: { items: [report], nextCursor: null } },
      'GET /api/retirement': { status: 422, body: { detail: 'the projection is away' } },
    })
    open(<Dashboard />)
    expect(await screen.findByText('Could not read the portfolio')).toBeVisible()
    expect(await screen.findByText('the projection is away')).toBeVisible()
    expect(screen.getByRole('link', { name: 'Read the report' })).toHaveAttribute('href', '/reports/r1')
    expect(screen.getAllByRole('button', { name: 'Try again' })).toHaveLength(2)
  })

  it('leads whoever holds nothing', async () => {
    serve({ ...routes, 'GET /api/portfolio': { body: { ...portfolio, accounts: [] } } })
    open(<Dashboard />)
    expect(await screen.findByRole('link', { name: 'Get started' })).toHaveAttribute('href', '/onboarding')
    expect(screen.queryByRole('button', { name: 'Analyze' })).toBeNull()
  })
})
