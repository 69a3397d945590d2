import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Alex } from './harness/alex'
import { Visitor } from './harness/browser'
import { callerOf, openDemo } from './harness/person'

describe('a printed report', () => {
  let alex: Alex
  let visitor: Visitor

  beforeAll(async () => {
    alex = await Alex.start()
    visitor = await Visitor.open(alex.url, { scheme: 'dark' })
    await openDemo(visitor.page)
    const report = await (await callerOf(visitor.page, alex.url)).analyze()
    await visitor.page.goto(`/reports/${report}`, { waitUntil: 'networkidle' })
    await visitor.page.emulateMedia({ media: 'print' })
  })
  afterAll(async () => {
    await visitor?.close()
    await alex?.stop()
  })

  it('has no navigation and no buttons of the page', async () => {
    for (const what of ['header', 'nav', '.no-print', '.skip-link']) {
      for (const element of await visitor.page.locator(what).all()) expect(await element.isVisible(), what).toBe(false)
    }
  })

  it('has its sections, its pictures and the disclaimer', async () => {
    for (const heading of ['At a glance', 'Choices to consider', 'Retirement', 'What you own', 'Risk', 'How this was made']) {
      expect(await visitor.page.getByRole('heading', { name: heading }).first().isVisible(), heading).toBe(true)
    }
    expect(await visitor.page.locator('figure').count()).toBeGreaterThan(3)
    expect(await visitor.page.locator('[data-disclaimer]').first().isVisible()).toBe(true)
  })

  it('breaks no picture over two sheets', async () => {
    const broken = await visitor.page
      .locator('figure')
      .evaluateAll((all) => all.filter((f) => getComputedStyle(f).breakInside !== 'avoid').length)
    expect(broken).toBe(0)
  })

  it('is black on white, and makes a PDF', async () => {
    const colour = await visitor.page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    expect(colour).toBe('rgb(255, 255, 255)')
    const panel = await visitor.page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--alex-surface'))
    expect(panel.trim()).toBe('#ffffff')
    const pdf = await visitor.page.pdf({ format: 'A4' })
    expect(pdf.subarray(0, 4).toString()).toBe('%PDF')
    visitor.wellBehaved()
  })
})
