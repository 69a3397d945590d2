import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Alex } from './harness/alex'
import { Visitor } from './harness/browser'
import { Caller, signIn, testdata } from './harness/person'
import { Postgres } from './harness/postgres'

const dollars = (text: string | null) => (text ?? '').replace(/[^\d.]/g, '')
const whole = (amount: string) => BigInt(Math.round(Number(amount))).toString()

describe('the figures of the page, over PostgreSQL', () => {
  let postgres: Postgres
  let alex: Alex
  let visitor: Visitor
  let person: Caller

  beforeAll(async () => {
    postgres = await Postgres.start()
    alex = await Alex.start({ ALEX_DATABASE_URL: postgres.database('figures') })
    person = await Caller.signUp(alex.url, 'Figure Checker')
    for (const file of ['fidelity_positions.csv', 'schwab_all_accounts.csv']) await person.importFile(testdata('brokers', file))
    visitor = await Visitor.open(alex.url)
    await signIn(visitor.page, person)
  })
  afterAll(async () => {
    await visitor?.close()
    await alex?.stop()
    postgres?.stop()
  })

  it('total what SQL adds up by itself', async () => {
    const portfolio = await person.call('GET', '/api/portfolio')
    const sum = postgres.sql(
      'figures',
      `SELECT (SELECT coalesce(sum(round(p.quantity * p.price, 2)), 0) FROM positions p WHERE p.price IS NOT NULL)
            + (SELECT coalesce(sum(cash_balance), 0) FROM accounts)`,
    )
    expect(Number(portfolio.totalValue)).toBeGreaterThan(1000)
    expect(Number(sum).toFixed(2)).toBe(portfolio.totalValue)

    await visitor.page.goto('/dashboard', { waitUntil: 'networkidle' })
    expect(dollars(await visitor.page.locator('[data-figure="total"]').first().textContent()).replace(/\.\d\d$/, '')).toBe(
      whole(portfolio.totalValue),
    )
    await visitor.page.goto('/portfolio', { waitUntil: 'networkidle' })
    expect(dollars(await visitor.page.locator('[data-figure="total"]').first().textContent()).replace(/\.\d\d$/, '')).toBe(
      whole(portfolio.totalValue),
    )
    visitor.wellBehaved()
  })

  it('show every account with the value that SQL gives it', async () => {
    const rows = postgres
      .sql(
        'figures',
        `SELECT a.account_name || '|' || to_char(a.cash_balance + coalesce(sum(round(p.quantity * p.price, 2)), 0), 'FM999999999990.00')
           FROM accounts a LEFT JOIN positions p ON p.account_id = a.id GROUP BY a.id, a.account_name, a.cash_balance`,
      )
      .split('\n')
      .map((row) => row.split('|'))
    // biome-ignore lint/performance/useDomNodeTextContent: the lines that a person sees keep figures apart
    const shown = (await visitor.page.locator('main').innerText()).replaceAll(',', '')
    expect(rows.length).toBeGreaterThan(1)
    for (const [name, value] of rows) {
      expect(shown).toContain(name)
      expect(shown, `${name}: $${value}`).toMatch(
        new RegExp(`\\$${whole(value ?? '')}(?!\\d)|\\$${(value ?? '').replace('.', '\\.')}`),
      )
    }
  })

  it('print parts that add up to 100.00 %', async () => {
    await visitor.page.goto('/dashboard', { waitUntil: 'networkidle' })
    const parts = await visitor.page
      .locator('table:has([data-percent])')
      .evaluateAll((all) => all.map((list) => [...list.querySelectorAll('[data-percent]')].map((p) => p.textContent ?? '')))
    expect(parts.length).toBeGreaterThan(0)
    for (const list of parts) {
      const hundredths = list.reduce((sum, p) => sum + Math.round(Number(p.replace('%', '')) * 100), 0)
      expect(hundredths, list.join(' + ')).toBe(10_000)
    }
    visitor.wellBehaved()
  })
})
