// Looks at pages of a running Alex as a person would, in the demo household: in
// both themes and two widths. Writes a picture of each, and says what is wrong:
// console errors, sideways scrolling, accessibility violations.
//
//   node scripts/look.mjs http://localhost:8080 OUT /dashboard /retirement …
//
// "report" stands for the newest report; without paths all pages are looked at.
// LOOK=390-dark,1280-light narrows the combinations; AXE=off leaves axe out.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { chromium } from 'playwright-core'

const [base, out, ...asked] = process.argv.slice(2)
const everything = [
  '/',
  '/sign-in',
  '/sign-up',
  '/onboarding',
  '/dashboard',
  '/portfolio',
  '/rebalance',
  '/retirement',
  '/reports',
  'report',
  '/people',
  '/settings',
  '/nowhere',
]
const paths = asked.length > 0 ? asked : everything
const combinations = (process.env.LOOK ?? '1280-light,1280-dark,390-light,390-dark').split(',')
mkdirSync(out, { recursive: true })

const profile = mkdtempSync(join(tmpdir(), 'alex-look-'))
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  headless: true,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
})
let faults = 0
const say = (text) => {
  faults++
  console.log(text)
}
try {
  const page = await context.newPage()
  page.on('console', (m) => m.type() === 'error' && say(`  console: ${m.text()}`))
  page.on('pageerror', (e) => say(`  error: ${e.message}`))
  await page.goto(`${base}/`)
  const demo = await page.evaluate(async () => (await fetch('/api/auth/demo', { method: 'POST' })).json())
  await page.evaluate(() => localStorage.setItem('alex.session', 'open'))
  const authorized = { Authorization: `Bearer ${demo.accessToken}` }
  let report = ''
  await page.evaluate((headers) => fetch('/api/analyze', { method: 'POST', headers }), authorized)
  for (let i = 0; i < 100 && !report; i++) {
    await page.waitForTimeout(100)
    report = await page.evaluate(
      async (headers) => (await (await fetch('/api/reports', { headers })).json()).items[0]?.id ?? '',
      authorized,
    )
  }
  for (const combination of combinations) {
    const [width, scheme] = combination.split('-')
    await page.setViewportSize({ width: Number(width), height: width === '390' ? 844 : 900 })
    await page.evaluate((s) => localStorage.setItem('mantine-color-scheme-value', s), scheme)
    for (const path of paths) {
      const name = `${path === '/' ? 'landing' : path.replaceAll('/', '-').replace(/^-/, '')}-${combination}`
      console.log(name)
      await page.goto(base + (path === 'report' ? `/reports/${report}` : path), { waitUntil: 'networkidle' })
      await page.waitForTimeout(600)
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      if (wide > 0) say(`  scrolls sideways by ${wide} px`)
      if (process.env.AXE !== 'off') {
        const { violations } = await new AxeBuilder({ page })
          .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
          .analyze()
        for (const v of violations)
          say(
            `  axe ${v.id}: ${v.help}: ${v.nodes
              .slice(0, 3)
              .map((n) => `${n.target.join(' ')} ${n.any[0]?.message ?? ''}`)
              .join(' | ')}`,
          )
      }
      // SCREENS=3 takes the first three screens one by one, for pages that are long.
      if (!process.env.SCREENS) await page.screenshot({ path: join(out, `${name}.png`), fullPage: true })
      for (let screen = 0; screen < Number(process.env.SCREENS ?? 0); screen++) {
        await page.evaluate((n) => scrollTo(0, n * innerHeight * 0.9), screen)
        await page.waitForTimeout(150)
        await page.screenshot({ path: join(out, `${name}-${screen + 1}.png`) })
      }
    }
  }
} finally {
  await context.close()
  rmSync(profile, { recursive: true, force: true })
}
console.log(faults === 0 ? 'no faults seen' : `${faults} faults`)
