import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Alex } from './harness/alex'
import { Visitor } from './harness/browser'
import { Caller } from './harness/person'

const places: [string, string][] = [
  ['/dashboard', 'Dashboard'],
  ['/portfolio', 'Portfolio'],
  ['/retirement', 'Retirement'],
  ['/reports', 'Reports'],
  ['/rebalance', 'Rebalance'],
  ['/people', 'People'],
  ['/settings', 'Settings'],
]

describe('deep links', () => {
  let alex: Alex
  let visitor: Visitor
  let person: Caller

  beforeAll(async () => {
    alex = await Alex.start()
    visitor = await Visitor.open(alex.url)
    person = await Caller.signUp(alex.url, 'Deep Linker')
  })
  afterAll(async () => {
    await visitor?.close()
    await alex?.stop()
  })

  it('shows a stranger what a report shows, drawn from the sample', async () => {
    await visitor.page.goto('/')
    await visitor.page.getByRole('heading', { name: 'What a report shows' }).scrollIntoViewIfNeeded()
    await visitor.page.mouse.wheel(0, 2000)
    await visitor.page.locator('figure svg').first().waitFor()
    expect(await visitor.page.locator('figure').count()).toBeGreaterThan(1)
    visitor.wellBehaved()
  })

  it('sends a stranger to sign in, and then to where they wanted', async () => {
    await visitor.page.goto('/settings?from=mail')
    await visitor.page.waitForURL('**/sign-in?return=**')
    await visitor.page.getByLabel('E-mail').fill(person.email)
    await visitor.page.getByLabel('Password', { exact: true }).fill(person.password)
    await visitor.page.getByRole('button', { name: 'Sign in' }).click()
    await visitor.page.waitForURL('**/settings?from=mail')
    visitor.wellBehaved()
  })

  it.each(places)('opens %s by its address', async (path, heading) => {
    await visitor.page.goto(path)
    await visitor.page.getByRole('heading', { level: 1, name: heading }).waitFor()
    expect(await visitor.page.title()).toContain(heading)
    expect(await visitor.page.locator('[data-disclaimer]').count()).toBeGreaterThan(0)
    visitor.wellBehaved()
  })

  it('opens each place by a click, and goes back', async () => {
    await visitor.page.goto('/dashboard')
    const rail = visitor.page.getByRole('navigation', { name: 'Pages', exact: true })
    for (const [path, heading] of places) {
      await rail.getByRole('link', { name: heading }).click()
      await visitor.page.waitForURL(`**${path}`)
      await visitor.page.getByRole('heading', { level: 1, name: heading }).waitFor()
    }
    await visitor.page.goBack()
    await visitor.page.waitForURL(`**${places.at(-2)?.[0]}`)
    visitor.wellBehaved()
  })

  it('says what is not there', async () => {
    await visitor.page.goto('/no/such/place')
    await visitor.page.getByRole('heading', { name: 'There is no such page' }).waitFor()
    visitor.wellBehaved()
  })

  it('refuses to return to another site after signing in', async () => {
    const other = await Visitor.open(alex.url)
    try {
      await other.page.goto('/sign-in?return=https://example.org/')
      await other.page.getByLabel('E-mail').fill(person.email)
      await other.page.getByLabel('Password', { exact: true }).fill(person.password)
      await other.page.getByRole('button', { name: 'Sign in' }).click()
      await other.page.waitForURL(`${alex.url}/dashboard`)
      other.wellBehaved()
    } finally {
      await other.close()
    }
  })

  it('signs out, and then nothing opens', async () => {
    await visitor.page.goto('/dashboard')
    await visitor.page.getByRole('button', { name: 'Your account' }).click()
    await visitor.page.getByRole('menuitem', { name: 'Sign out' }).click()
    await visitor.page.waitForURL(`${alex.url}/`)
    visitor.expectErrors(/status of 401/) // asked for on purpose
    const status = await visitor.page.evaluate(async () => (await fetch('/api/auth/token', { method: 'POST' })).status)
    expect(status).toBe(401)
    await visitor.page.goto('/portfolio')
    await visitor.page.waitForURL('**/sign-in?return=**')
    visitor.wellBehaved()
  })
})
