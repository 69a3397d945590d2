import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'
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
const widths = [390, 1280]
// A page that is accessible at one of them fits at these too.
const widthsBeside: Record<number, number[]> = { 390: [375], 1280: [768, 1440] }
const sized = (page: Page, width: number) => page.setViewportSize({ width, height: width === 390 ? 844 : 900 })

/** Many looks at a busy machine take their time. */
export const patience = 300_000

/** Where pictures go, if anywhere. */
export const frames = process.env.ALEX_FRAMES

/** The page is as wide as the window, once it is drawn for that. */
export const fits = (page: Page, title: string) =>
  expect
    .poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth), {
      message: `${title}: pixels of sideways scrolling`,
    })
    .toBeLessThanOrEqual(0)

/** A part of a page, or the whole, is held to axe's rules. */
export async function accessible(page: Page, title: string, part = 'html') {
  // Legacy mode opens no second page for what is in frames of others, which Alex has none of.
  const { violations } = await new AxeBuilder({ page })
    .options({ resultTypes: ['violations'], preload: false }) // what is right need not be listed, nor style sheets fetched
    .include(part)
    .withTags(rules)
    .setLegacyMode()
    .analyze()
  expect(
    violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`),
    title,
  ).toEqual([])
}

type Look = { colorScheme: 'light' | 'dark'; width: number }

/** Does something in both widths and themes, with pictures where ALEX_FRAMES names a folder. */
export async function inEveryLook(page: Page, name: string, look: (title: string, as: Look) => Promise<void>, fullPage = false) {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of widths) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await sized(page, width)
      await look(`${name}, ${colorScheme}, ${width} px`, { colorScheme, width })
      if (frames) await page.screenshot({ path: join(frames, `${name}-${width}-${colorScheme}.png`), fullPage })
    }
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
}

/** A part of a page, or the whole, fits in every look, and is accessible in each theme and at each width. */
export const everyLook = (page: Page, name: string, part = 'html') =>
  inEveryLook(
    page,
    name,
    async (title, { colorScheme, width }) => {
      await page.locator(part).first().scrollIntoViewIfNeeded()
      await page.waitForTimeout(200)
      await fits(page, title)
      if ((colorScheme === 'dark') === (width === 390)) await accessible(page, title, part)
    },
    part === 'html',
  )

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
        await sized(page, width)
        await page.goto(real[route] ?? route, { waitUntil: 'networkidle' })
        await page.waitForTimeout(200) // what is drawn after the last answer
        await fits(page, route)
        await accessible(page, route)
        const figure = keyFigures[route]
        if (figure && width === 390) {
          const box = await page.locator(figure).first().boundingBox()
          expect(box && box.y + box.height, `${figure} ends within the first screen`).toBeLessThan(844 - 56)
        }
        expect(await page.locator('h1').count(), 'first headings').toBe(1)
        expect(await page.locator('[data-disclaimer]').count()).toBeGreaterThan(0)
        for (const beside of widthsBeside[width] ?? []) {
          await sized(page, beside)
          await fits(page, `${route} at ${beside} px`)
        }
        visitor.wellBehaved()
      })
    })
  })
