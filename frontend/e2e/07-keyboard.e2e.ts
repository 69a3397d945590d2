import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Alex } from './harness/alex'
import { Visitor } from './harness/browser'
import { Caller, signIn, testdata } from './harness/person'

/** The accessible name of what has the focus. */
const focused = () => {
  const e = document.activeElement as HTMLElement | null
  return (
    e?.getAttribute('aria-label') ??
    (e as HTMLInputElement | null)?.labels?.[0]?.textContent ??
    e?.textContent ??
    ''
  ).trim()
}

/** Presses Tab until the element with that accessible name has the focus. */
async function tabTo(page: Page, name: RegExp, most = 80): Promise<void> {
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab')
    if (name.test(await page.evaluate(focused))) return
  }
  throw new Error(`${most} times Tab did not come to ${name}`)
}

describe('without a mouse', () => {
  let alex: Alex
  let visitor: Visitor
  let person: Caller

  beforeAll(async () => {
    alex = await Alex.start()
    person = await Caller.signUp(alex.url, 'Key Board')
    await person.importFile(testdata('brokers', 'fidelity_positions.csv'))
    visitor = await Visitor.open(alex.url)
  })
  afterAll(async () => {
    await visitor?.close()
    await alex?.stop()
  })

  it('the first Tab is the way past the navigation', async () => {
    await signIn(visitor.page, person)
    await visitor.page.goto('/dashboard', { waitUntil: 'networkidle' })
    await visitor.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    await visitor.page.keyboard.press('Tab')
    expect(await visitor.page.evaluate(() => document.activeElement?.textContent)).toContain('Skip to the page')
    await visitor.page.keyboard.press('Enter')
    expect(await visitor.page.evaluate(() => document.activeElement?.id)).toBe('main')
  })

  it('the palette opens by its key and goes to a page', async () => {
    await visitor.page.keyboard.press('Control+k')
    await visitor.page.getByPlaceholder(/.+/).last().waitFor()
    await visitor.page.keyboard.type('retire')
    await visitor.page.getByRole('button', { name: 'Retirement' }).last().waitFor() // the first that fits is chosen
    await visitor.page.keyboard.press('Enter')
    await visitor.page.waitForURL('**/retirement')
    visitor.wellBehaved()
  })

  it.each([
    ['a menu', /^more for the portfolio/i, ['Enter', 'ArrowDown', 'Enter']],
    ['a button', /^add a position/i, ['Enter']],
  ])('a dialog gives the focus back: from %s', async (_, opener, keys) => {
    const { page } = visitor
    await page.goto('/portfolio', { waitUntil: 'networkidle' })
    await tabTo(page, opener, 150)
    for (const key of keys) {
      await page.waitForTimeout(300) // a menu is drawn before it is gone through
      await page.keyboard.press(key)
    }
    await page.getByRole('dialog').waitFor()
    await page.waitForFunction(() => document.activeElement?.closest('[role="dialog"]'))
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await expect.poll(() => page.evaluate(focused)).toMatch(opener)
    visitor.wellBehaved()
  })

  it('the palette gives the focus back when a question is closed', async () => {
    const { page } = visitor
    await page.goto('/portfolio', { waitUntil: 'networkidle' })
    await tabTo(page, /^more for the portfolio/i, 150)
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder(/.+/).last().waitFor()
    await page.waitForFunction(() => document.activeElement?.tagName === 'INPUT')
    await page.keyboard.type('how much cash')
    await page.getByRole('button', { name: /how much cash/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'Ask Alex' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog', { name: 'Ask Alex' }).waitFor({ state: 'detached' })
    await expect.poll(() => page.evaluate(focused)).toMatch(/^more for the portfolio/i)
    visitor.wellBehaved()
  })

  it('a quantity is changed, and stays after a reload', async () => {
    await visitor.page.goto('/portfolio', { waitUntil: 'networkidle' })
    await tabTo(visitor.page, /^edit quantity of /i, 150)
    const label = await visitor.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')
    const symbol = label.replace(/^edit quantity of ([^:]+):.*$/i, '$1')
    await visitor.page.keyboard.press('Enter')
    await visitor.page.waitForFunction(() => document.activeElement?.tagName === 'INPUT')
    await visitor.page.keyboard.press('Control+a')
    await visitor.page.keyboard.type('123.4567')
    const saved = visitor.page.waitForResponse((r) => r.request().method() === 'PUT' && r.url().includes('/api/positions/'))
    await visitor.page.keyboard.press('Enter')
    expect((await saved).status()).toBe(200)
    await visitor.page.reload({ waitUntil: 'networkidle' })
    expect(
      await visitor.page
        .getByRole('button', { name: `Edit quantity of ${symbol}` })
        .first()
        .textContent(),
    ).toContain('123.4567')
    visitor.wellBehaved()
  })

  it('an analysis is asked for, and a figure of its report opens its source', async () => {
    await visitor.page.goto('/dashboard', { waitUntil: 'networkidle' })
    await tabTo(visitor.page, /^analyze/i)
    await visitor.page.keyboard.press('Enter')
    await visitor.page.getByRole('heading', { name: 'At a glance' }).waitFor({ timeout: 60_000 })
    await tabTo(visitor.page, /show the working of/i, 60)
    await visitor.page.keyboard.press('Enter')
    await visitor.page
      .getByText(/position values/i)
      .first()
      .waitFor()
    await visitor.page.keyboard.press('Escape')
    visitor.wellBehaved()
  })
})
