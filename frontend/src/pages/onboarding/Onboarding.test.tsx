import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { open, type Routes, serve } from '@/test/server'
import Onboarding from './Onboarding'

const person = {
  id: 'p',
  displayName: 'Ann',
  email: '',
  allowModels: false,
  birthDate: '1970-01-01',
  retirementAge: null,
  yearsUntilRetirement: null,
  currentAnnualSpending: null,
  annualContribution: null,
  incomes: [{ name: 'Pension', annual: '1000.00', startAge: 65 }],
}
const portfolio = {
  asOf: '2026-10-30',
  totalValue: '5.00',
  accounts: [{ id: '1', accountName: 'A', accountType: 'taxable', cashBalance: '5.00', positions: [], value: '5.00' }],
  byAssetClass: [],
}
const routes = (change: Routes): Routes => ({
  'GET /api/portfolio': { body: portfolio },
  'GET /api/user': { body: person, headers: { ETag: '"1"' } },
  ...change,
})

describe('a question', () => {
  it('resumes at what the record leaves open, and saves with the ETag that was read', async () => {
    const asked = serve(routes({ 'PUT /api/user': { body: { ...person, retirementAge: 66 }, headers: { ETag: '"2"' } } }))
    open(<Onboarding />, '/onboarding')
    await userEvent.type(await screen.findByLabelText('Retirement age'), '66')
    await userEvent.click(screen.getByRole('button', { name: 'Save and continue' }))
    expect(await screen.findByRole('heading', { name: 'What do you spend in a year?' })).toBeVisible()
    const put = asked.find((r) => r.method === 'PUT')
    expect(put?.headers.get('If-Match')).toBe('"1"')
    // All else of the record goes along, or it would be lost.
    expect(await put?.json()).toMatchObject({ retirementAge: 66, birthDate: '1970-01-01', incomes: person.incomes })
  })

  it('sends nothing for “I don’t know” where nothing was known', async () => {
    const asked = serve(routes({}))
    open(<Onboarding />, '/onboarding')
    await userEvent.click(await screen.findByRole('button', { name: "I don't know" }))
    expect(await screen.findByRole('heading', { name: 'What do you spend in a year?' })).toBeVisible()
    expect(asked.some((r) => r.method === 'PUT')).toBe(false)
  })

  it('shows a refusal beside its field and keeps what was typed', async () => {
    const errors = [{ location: 'body.retirementAge', message: '5 is not between 18 and 100' }]
    serve(routes({ 'PUT /api/user': { status: 422, body: { detail: 'wrong', errors } } }))
    open(<Onboarding />, '/onboarding?step=retirementAge')
    await userEvent.type(await screen.findByLabelText('Retirement age'), '5')
    await userEvent.click(screen.getByRole('button', { name: 'Save and continue' }))
    expect(await screen.findByText('5 is not between 18 and 100')).toBeVisible()
    expect(screen.getByLabelText('Retirement age')).toHaveValue('5 years')
  })

  it('shows both values where the record was changed elsewhere, and keeps mine on top of theirs', async () => {
    let version = 1
    const theirs = { ...person, retirementAge: 70, displayName: 'Anna' }
    const puts: { etag: string | null; body: Record<string, unknown> }[] = []
    serve(
      routes({
        'GET /api/user': () => ({ body: version === 1 ? person : theirs, headers: { ETag: `"${version}"` } }),
        'PUT /api/user': async (r) => {
          const body = await r.json()
          puts.push({ etag: r.headers.get('If-Match'), body })
          if (r.headers.get('If-Match') === '"2"') return { body, headers: { ETag: '"3"' } }
          version = 2
          return { status: 412, body: { detail: 'changed', current: theirs } }
        },
      }),
    )
    open(<Onboarding />, '/onboarding?step=retirementAge')
    await userEvent.type(await screen.findByLabelText('Retirement age'), '66')
    await userEvent.click(screen.getByRole('button', { name: 'Save and continue' }))
    expect(await screen.findByText('age 70')).toBeVisible()
    expect(screen.getByText('age 66')).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Keep mine' }))
    expect(await screen.findByRole('heading', { name: 'What do you spend in a year?' })).toBeVisible()
    expect(puts.at(-1)).toMatchObject({ etag: '"2"', body: { retirementAge: 66, displayName: 'Anna' } })
  })

  it('saves the benefit at the age that was picked, beside the other incomes', async () => {
    const claims = [
      { age: 67, percent: 100, annual: '30000.00', monthly: '2500.00' },
      { age: 70, percent: 124, annual: '37200.00', monthly: '3100.00' },
    ]
    const asked = serve(
      routes({
        'GET /api/social-security': { body: { fullAge: { years: 67, months: 0 }, claims } },
        'GET /api/mixes': { body: { items: [] } },
        'PUT /api/user': { body: person, headers: { ETag: '"2"' } },
      }),
    )
    open(<Onboarding />, '/onboarding?step=socialSecurity')
    await userEvent.type(await screen.findByLabelText(/Benefit a year/), '30000')
    await userEvent.click(await screen.findByRole('radio', { name: /^70 / }))
    await userEvent.click(screen.getByRole('button', { name: 'Save and continue' }))
    expect(await screen.findByRole('heading', { name: /target to steer by/ })).toBeVisible()
    const put = await asked.find((r) => r.method === 'PUT')?.json()
    expect(put.incomes).toEqual([
      ...person.incomes,
      { name: 'Social Security', kind: 'social_security', annual: '37200.00', startAge: 70 },
    ])
  })
})
