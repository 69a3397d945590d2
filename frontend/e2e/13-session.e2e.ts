import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Alex } from './harness/alex'
import { Visitor } from './harness/browser'
import { Caller, signIn } from './harness/person'

describe('a session', () => {
  let alex: Alex
  let visitor: Visitor
  let person: Caller

  beforeAll(async () => {
    alex = await Alex.start()
    person = await Caller.signUp(alex.url, 'Long Stayer')
    visitor = await Visitor.open(alex.url)
  })
  afterAll(async () => {
    await visitor?.close()
    await alex?.stop()
  })

  /** Each token is said to last for six seconds: the page renews five seconds before. */
  const tokensOfSeconds = (renewed: () => void) =>
    visitor.context.route('**/api/auth/*', async (route) => {
      const response = await route.fetch()
      if (route.request().url().endsWith('/token')) renewed()
      const text = await response.text()
      const answer = text.startsWith('{') ? JSON.parse(text) : {}
      const body = answer.accessToken ? JSON.stringify({ ...answer, expiresIn: 6 }) : text
      await route.fulfill({ response, body })
    })

  it('tokens of seconds renew themselves, and nobody is signed out', async () => {
    let renewals = 0
    await tokensOfSeconds(() => renewals++)
    await signIn(visitor.page, person)
    for (let i = 0; i < 8; i++) {
      await visitor.page.waitForTimeout(1200)
      await visitor.page
        .getByRole('navigation', { name: 'Pages', exact: true })
        .getByRole('link', { name: i % 2 ? 'Reports' : 'People' })
        .click()
      await visitor.page.getByRole('heading', { level: 1, name: i % 2 ? 'Reports' : 'People' }).waitFor()
      await visitor.page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')))
    }
    expect(renewals).toBeGreaterThan(1)
    expect(new URL(visitor.page.url()).pathname).toBe('/reports')
    visitor.wellBehaved()
  })

  it('that is ended elsewhere sends to sign in, and back to the same place', async () => {
    await visitor.context.unrouteAll({ behavior: 'ignoreErrors' })
    visitor.expectErrors(/status of 401/)
    await visitor.page.goto('/settings')
    await visitor.page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
    const other = await Caller.signUp(alex.url, 'Other')
    expect(other.token).not.toBe('')
    await visitor.context.clearCookies()
    await visitor.page.reload()
    await visitor.page.waitForURL('**/sign-in?return=**')
    await visitor.page.getByLabel('E-mail').fill(person.email)
    await visitor.page.getByLabel('Password', { exact: true }).fill(person.password)
    await visitor.page.getByRole('button', { name: 'Sign in' }).click()
    await visitor.page.waitForURL('**/settings')
    visitor.wellBehaved()
  })

  it('that ends by itself leaves nothing for who signs in next in the same tab', async () => {
    const { page } = visitor
    const next = await Caller.signUp(alex.url, 'Next Person')
    await tokensOfSeconds(() => {})
    await page.goto('/settings', { waitUntil: 'networkidle' })
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Long Stayer')
    await visitor.context.clearCookies()
    await expect
      .poll(
        async () => {
          await page
            .getByRole('link', { name: 'Reports' })
            .first()
            .click({ timeout: 500 })
            .catch(() => {})
          await page
            .getByRole('link', { name: 'Settings' })
            .first()
            .click({ timeout: 500 })
            .catch(() => {})
          return new URL(page.url()).pathname
        },
        { timeout: 20_000 },
      )
      .toBe('/sign-in')
    await page.getByLabel('E-mail').fill(next.email)
    await page.getByLabel('Password', { exact: true }).fill(next.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('link', { name: 'Settings' }).first().click()
    await page.getByLabel('Name', { exact: true }).waitFor()
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Next Person')
    expect(await page.content()).not.toContain('Long Stayer')
    visitor.wellBehaved()
  })
})
