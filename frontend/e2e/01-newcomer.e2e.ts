import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Alex } from './harness/alex'
import { Visitor } from './harness/browser'
import { testdata } from './harness/person'

// Pictures of the way, kept when ALEX_FRAMES names a folder.
const frames = process.env.ALEX_FRAMES
let frame = 0
async function keep(visitor: Visitor, name: string) {
  if (!frames) return
  mkdirSync(frames, { recursive: true })
  await visitor.page.screenshot({ path: join(frames, `${String(++frame).padStart(2, '0')}-${name}.png`) })
}

describe('a newcomer', () => {
  let alex: Alex

  beforeAll(async () => {
    alex = await Alex.start()
  })
  afterAll(() => alex?.stop())

  it('reads a finished report of the demo within three clicks', async () => {
    const visitor = await Visitor.open(alex.url)
    try {
      const { page } = visitor
      const began = Date.now()
      let clicks = 0
      const click = async (name: RegExp) => {
        await page.getByRole('button', { name }).first().click()
        clicks++
      }
      await page.goto('/')
      await click(/try the demo portfolio/i)
      await page.waitForURL('**/dashboard')
      await page.locator('[data-figure="total"]').first().waitFor()
      await keep(visitor, 'demo-dashboard')
      await click(/^analyze/i)
      // The report opens by itself once it is there.
      await page.waitForURL('**/reports/*', { timeout: 60_000 })
      await page.getByRole('heading', { name: 'At a glance' }).waitFor()
      const seconds = (Date.now() - began) / 1000
      console.log(`newcomer to finished report: ${clicks} clicks, ${seconds.toFixed(1)} s`)
      expect(clicks).toBeLessThanOrEqual(3)
      expect(seconds).toBeLessThan(60)
      await keep(visitor, 'demo-report')
      visitor.wellBehaved()
    } finally {
      await visitor.close()
    }
  })

  it('signs up, drops a file, answers the questions, analyses, reads, signs out', async () => {
    const visitor = await Visitor.open(alex.url)
    try {
      const { page } = visitor
      await page.goto('/')
      await page
        .getByRole('link', { name: /sign up|open an account/i })
        .first()
        .click()
      await page.getByLabel('Name').fill('New Comer')
      await page.getByLabel('E-mail').fill('newcomer@example.org')
      await page.getByLabel('Password', { exact: true }).fill('a long password')
      await page.getByRole('button', { name: 'Open an account' }).click()
      await page.waitForURL('**/onboarding')
      await keep(visitor, 'onboarding')

      // Value first: a file, and the total at once.
      await page.getByLabel('Positions file').setInputFiles(testdata('brokers', 'fidelity_positions.csv'))
      await page.getByRole('button', { name: /^import/i }).click()
      await page.locator('[data-figure="total"]').first().waitFor()
      await keep(visitor, 'onboarding-total')
      const token = await page.evaluate(
        async () => (await (await fetch('/api/auth/token', { method: 'POST' })).json()).accessToken as string,
      )
      const ask = async (path: string) => (await fetch(alex.url + path, { headers: { Authorization: `Bearer ${token}` } })).json()
      const portfolio = await ask('/api/portfolio')
      const shown = (await page.locator('[data-figure="total"]').first().textContent()) ?? ''
      expect(shown.replace(/[^\d]/g, '')).toContain(Math.round(Number(portfolio.totalValue)).toString())

      // Five questions, each with a way to not know.
      await page
        .getByRole('button', { name: /continue|next/i })
        .first()
        .click()
      for (let question = 0; question < 12; question++) {
        const unknown = page.getByRole('button', { name: /i don.t know|no target|without|not now|skip/i }).first()
        const analyze = page.getByRole('button', { name: /^analyze/i }).first()
        await unknown.or(analyze).first().waitFor()
        if (await analyze.isVisible()) break
        // It may be gone by now, where the last answer was still on its way.
        await unknown.click({ timeout: 2_000 }).catch(() => undefined)
      }
      await page
        .getByRole('button', { name: /^analyze/i })
        .first()
        .click()
      await page.waitForURL('**/reports/*', { timeout: 60_000 })
      await page.getByRole('heading', { name: 'At a glance' }).waitFor()
      expect(await page.locator('[data-disclaimer]').count()).toBeGreaterThan(0)
      await keep(visitor, 'report')

      await page.getByRole('button', { name: 'Your account' }).click()
      await page.getByRole('menuitem', { name: 'Sign out' }).click()
      await page.waitForURL(`${alex.url}/`)
      visitor.wellBehaved()
    } finally {
      await visitor.close()
    }
  })
})
