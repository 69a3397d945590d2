import AxeBuilder from '@axe-core/playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Alex } from './alex'
import { Visitor } from './browser'
import { callerOf, openDemo } from './person'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const open = ['/', '/sign-in', '/sign-up']
const closed = [
  '/onboarding',
  '/dashboard',
  '/portfolio',
  '/portfolio?import=1',
  '/rebalance',
  '/retirement',
  '/reports',
  'report',
  'analysis',
  '/research',
  '/people',
  '/settings',
  '/admin',
  '/join#AAAAAAAAAAAAAAAAAAAAAAAAAA',
  '/nowhere',
]
const widths = [1280, 390]

// What a phone shows without scrolling: the figures that the page is for.
const keyFigures: Record<string, string> = {
  '/dashboard': '[data-figure="total"]',
  '/portfolio': '[data-figure="total"]',
  '/retirement': '[data-figure="odds"]',
}

/** Every page in a theme, in two widths: held to have no fault. */
export const looksRight = (scheme: 'light' | 'dark') =>
  describe(`in the ${scheme} theme`, () => {
    let alex: Alex
    let visitor: Visitor
    const real: Record<string, string> = {}

    beforeAll(async () => {
      alex = await Alex.start()
      visitor = await Visitor.open(alex.url, { scheme })
      await openDemo(visitor.page)
      const caller = await callerOf(visitor.page, alex.url)
      real.report = `/reports/${await caller.analyze()}`
      real.analysis = `/analysis/${(await caller.call('GET', '/api/jobs')).items[0].id}?stay=1`
    })
    afterAll(async () => {
      await visitor?.close()
      await alex?.stop()
    })

    describe.each(widths)('at %d px', (width) => {
      it.each([...closed, ...open])('%s has no fault', async (route) => {
        const { page } = visitor
        await page.setViewportSize({ width, height: width === 390 ? 844 : 900 })
        await page.goto(real[route] ?? route, { waitUntil: 'networkidle' })
        await page.waitForTimeout(200) // what is drawn after the last answer
        const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        expect(beyond, 'pixels of sideways scrolling').toBeLessThanOrEqual(0)
        const figure = keyFigures[route]
        if (figure && width === 390) {
          const box = await page.locator(figure).first().boundingBox()
          expect(box && box.y + box.height, `${figure} ends within the first screen`).toBeLessThan(844 - 56)
        }
        expect(await page.locator('h1').count(), 'first headings').toBe(1)
        expect(await page.locator('[data-disclaimer]').count()).toBeGreaterThan(0)
        const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze()
        expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`)).toEqual([])
        visitor.wellBehaved()
      })
    })
  })
