// Measures a running Alex in Chromium, for `make bench`-like figures of the page:
// how soon the largest part of a page is there on a line of 9 Mbit/s with 170 ms
// (median of five), and how soon a slider's move shows.
//
//   node scripts/measure.mjs http://localhost:8080
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const base = process.argv[2] ?? 'http://localhost:8080'
const median = (all) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)]
const profile = mkdtempSync(join(tmpdir(), 'alex-measure-'))
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  viewport: { width: 390, height: 844 },
})
try {
  const page = await context.newPage()
  await page.goto(`${base}/`)
  await page
    .getByRole('button', { name: /try the demo portfolio/i })
    .first()
    .click()
  await page.waitForURL('**/dashboard')
  const network = await context.newCDPSession(page)
  await network.send('Network.enable')
  await network.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 170,
    downloadThroughput: 9e6 / 8,
    uploadThroughput: 9e6 / 8,
  })
  for (const path of ['/', '/dashboard']) {
    const times = []
    for (let i = 0; i < 5; i++) {
      await network.send('Network.clearBrowserCache')
      await page.goto(base + path, { waitUntil: 'networkidle' })
      times.push(
        await page.evaluate(
          () =>
            new Promise((resolve) => {
              new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? 0)).observe({
                type: 'largest-contentful-paint',
                buffered: true,
              })
            }),
        ),
      )
    }
    console.log(
      `${path}: largest contentful paint ${(median(times) / 1000).toFixed(2)} s (median of ${times.length}, 9 Mbit/s, 170 ms)`,
    )
  }
  await network.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: -1,
  })
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.goto(`${base}/retirement`, { waitUntil: 'networkidle' })
  const slider = page.getByRole('slider', { name: 'Retirement age' })
  const odds = page.locator('[data-figure="odds"]').first()
  const moves = []
  for (let i = 0; i < 12; i++) {
    const before = await odds.textContent()
    await slider.focus()
    const began = Date.now()
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowLeft')
    const moved = await page
      .waitForFunction((was) => document.querySelector('[data-figure="odds"]')?.textContent !== was, before, { timeout: 3000 })
      .then(
        () => true,
        () => false,
      )
    if (moved) moves.push(Date.now() - began)
    await page.waitForTimeout(1500)
    if (i % 3 === 2) {
      for (let back = 0; back < 6; back++) await page.keyboard.press('ArrowRight')
      await page.waitForTimeout(1500)
    }
  }
  console.log(`slider to picture: median ${median(moves)} ms, worst ${Math.max(...moves)} ms of ${moves.length} moves`)
} finally {
  await context.close()
  rmSync(profile, { recursive: true, force: true })
}
