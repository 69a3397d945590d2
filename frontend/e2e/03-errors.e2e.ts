import type { Page, Route } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Alex } from './harness/alex'
import { Visitor } from './harness/browser'
import { Caller, signIn, testdata } from './harness/person'

const problem =
  (status: number, more: object = {}, headers: Record<string, string> = {}) =>
  (route: Route) =>
    route.fulfill({
      status,
      headers: { 'Content-Type': 'application/problem+json', ...headers },
      body: JSON.stringify({
        type: 'about:blank',
        title: 'Trouble',
        status,
        detail: 'put on for the test',
        code: 'test',
        requestId: 'r-1',
        errors: [],
        ...more,
      }),
    })

/** Opens the first quantity, and types another into it. */
async function editQuantity(page: Page, quantity: string): Promise<string> {
  const button = page.getByRole('button', { name: /^edit quantity of /i }).first()
  const before = (await button.textContent()) ?? ''
  await button.click()
  await page
    .getByRole('textbox', { name: /quantity/i })
    .first()
    .fill(quantity)
  return before
}

describe('when something goes wrong', () => {
  let alex: Alex
  let visitor: Visitor
  let person: Caller

  beforeAll(async () => {
    alex = await Alex.start()
    person = await Caller.signUp(alex.url, 'Un Lucky')
    await person.importFile(testdata('brokers', 'fidelity_positions.csv'))
    visitor = await Visitor.open(alex.url)
    visitor.expectErrors(/status of (401|409|412|422|429|500|503)/, /ERR_FAILED|ERR_INTERNET_DISCONNECTED/)
    await signIn(visitor.page, person)
  })
  afterAll(async () => {
    await visitor?.close()
    await alex?.stop()
  })
  beforeEach(() => visitor.page.goto('/portfolio', { waitUntil: 'networkidle' }))
  afterEach(async () => {
    await visitor.context.setOffline(false)
    await visitor.page.unrouteAll({ behavior: 'ignoreErrors' })
    visitor.wellBehaved()
  })

  const typed = () => visitor.page.getByRole('textbox', { name: /quantity/i }).first()

  it('401 in the middle of a form: the session is renewed and the save goes through', async () => {
    let refusals = 0
    await visitor.page.route('**/api/positions/*', async (route) => {
      if (route.request().method() === 'PUT' && refusals++ === 0) await problem(401)(route)
      else await route.continue()
    })
    await editQuantity(visitor.page, '77')
    const saved = visitor.page.waitForResponse((r) => r.request().method() === 'PUT' && r.status() === 200)
    await visitor.page.keyboard.press('Enter')
    await saved
    expect(refusals).toBe(2)
    await visitor.page
      .getByRole('button', { name: /^edit quantity of /i })
      .first()
      .waitFor()
  })

  it('422: the reason stands beside the field, and what was typed is still there', async () => {
    await editQuantity(visitor.page, '-5')
    await visitor.page.keyboard.press('Enter')
    await visitor.page.locator('[aria-invalid="true"]').first().waitFor()
    expect(await typed().inputValue()).toBe('-5')
  })

  it('412: both values are shown, and mine can win', async () => {
    await editQuantity(visitor.page, '88')
    await visitor.page.waitForTimeout(500) // the tag is read as editing begins
    await person.renew()
    const accounts = await person.call('GET', '/api/accounts')
    const rows = accounts.items.flatMap(
      (a: { positions: { id: string; symbol: string; quantity: string }[] | null }) => a.positions ?? [],
    )
    for (const row of rows) await person.call('PUT', `/api/positions/${row.id}`, { symbol: row.symbol, quantity: '55.5' })
    await visitor.page.keyboard.press('Enter')
    await visitor.page.getByText('55.5').first().waitFor()
    const saved = visitor.page.waitForResponse((r) => r.request().method() === 'PUT' && r.status() === 200)
    await visitor.page.getByRole('button', { name: /keep mine/i }).click()
    await saved
  })

  it('409: an instrument that is held already is said beside the field', async () => {
    await visitor.page.getByRole('button', { name: 'Add a position' }).first().click()
    await person.renew()
    const accounts = await person.call('GET', '/api/accounts')
    const held = accounts.items.find((a: { positions: unknown[] | null }) => (a.positions ?? []).length > 0).positions[0].symbol
    await visitor.page.getByRole('dialog').getByLabel('Symbol or name').first().fill(held)
    await visitor.page.keyboard.press('Tab')
    await visitor.page.getByRole('dialog').getByLabel('Quantity').fill('1')
    await visitor.page
      .getByRole('dialog')
      .getByRole('button', { name: /^(add|save)/i })
      .click()
    await visitor.page
      .getByText(/already/i)
      .first()
      .waitFor()
  })

  it.each([
    [429, { 'Retry-After': '2' }],
    [500, {}],
    [503, { 'Retry-After': '1' }],
  ])('%d: the change is taken back on the page or kept in its field, and can be tried again', async (status, headers) => {
    let failing = true
    await visitor.page.route('**/api/positions/*', (route) =>
      failing && route.request().method() === 'PUT'
        ? problem(status, {}, headers as Record<string, string>)(route)
        : route.continue(),
    )
    await editQuantity(visitor.page, String(status))
    await visitor.page.keyboard.press('Enter')
    await visitor.page.getByRole('alert').first().waitFor()
    expect(await typed().inputValue()).toBe(String(status))
    failing = false
    const saved = visitor.page.waitForResponse((r) => r.request().method() === 'PUT' && r.status() === 200)
    await visitor.page
      .getByRole('button', { name: /try again|retry|save/i })
      .first()
      .click()
    await saved
  })

  it('offline: says so, keeps what was typed, and saves once the line is back', async () => {
    await editQuantity(visitor.page, '66')
    await visitor.context.setOffline(true)
    await visitor.page.getByText(/you are offline/i).waitFor()
    await visitor.page.keyboard.press('Enter')
    await visitor.page.waitForTimeout(300)
    expect(await typed().inputValue()).toBe('66')
    await visitor.context.setOffline(false)
    const saved = visitor.page.waitForResponse((r) => r.request().method() === 'PUT' && r.status() === 200)
    const again = visitor.page.getByRole('button', { name: /try again|retry|save/i }).first()
    if (await again.isVisible()) await again.click()
    await saved
  })

  it('slow: the shape of the page stands while its figures are on their way', async () => {
    await visitor.page.route('**/api/portfolio', async (route) => {
      await new Promise((r) => setTimeout(r, 1500))
      await route.continue()
    })
    await visitor.page.goto('/dashboard')
    await visitor.page.getByRole('heading', { level: 1 }).waitFor()
    await visitor.page.locator('main [role="status"]').first().waitFor()
    await visitor.page.locator('[data-figure="total"]').first().waitFor()
  })

  it.each(['/dashboard', '/portfolio', '/retirement', '/reports', '/rebalance', '/people', '/settings'])(
    '%s: a server that fails leaves a reason and a way to try again',
    async (path) => {
      await visitor.page.route(/\/api\/(?!auth)/, problem(500))
      await visitor.page.goto(path)
      await visitor.page.getByRole('heading', { level: 1 }).waitFor()
      const again = visitor.page.getByRole('button', { name: /try again/i }).first()
      await again.waitFor()
      await visitor.page.unrouteAll({ behavior: 'ignoreErrors' })
      for (let i = 0; i < 12 && (await again.isVisible().catch(() => false)); i++) {
        await again.click()
        await visitor.page.waitForTimeout(300)
      }
      expect(await visitor.page.getByText('put on for the test').count()).toBe(0)
    },
  )

  it('a part of the page that is gone after an update is fetched by loading again', async () => {
    visitor.expectErrors(/status of 404/, /dynamically imported module/, /Failed to fetch/)
    let gone = true
    await visitor.page.route(/assets\/Settings-.*\.js/, (route) =>
      gone ? route.fulfill({ status: 404, body: '' }) : route.continue(),
    )
    await visitor.page.goto('/dashboard')
    setTimeout(() => {
      gone = false
    }, 300)
    await visitor.page.getByRole('navigation', { name: 'Pages', exact: true }).getByRole('link', { name: 'Settings' }).click()
    await visitor.page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
  })

  it('Clerk that cannot be reached is said, and the page stays', async () => {
    const clerk = await Alex.start({
      ALEX_AUTH: 'clerk',
      CLERK_ISSUER: 'https://clerk.example.org',
      CLERK_PUBLISHABLE_KEY: 'pk_test_Y2xlcmsuZXhhbXBsZS5vcmck',
    })
    const stranger = await Visitor.open(clerk.url)
    try {
      await stranger.context.route(/clerk\.example\.org/, (route) => route.abort())
      await stranger.page.goto('/sign-in')
      await stranger.page.getByText(/cannot be reached/i).waitFor({ timeout: 20_000 })
      const scripts = stranger.outside.filter((url) => !url.includes('clerk.example.org') && !url.includes('clerk-telemetry.com'))
      expect(scripts).toEqual([])
    } finally {
      await stranger.close()
      await clerk.stop()
    }
  })
})
