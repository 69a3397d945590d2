// Takes the pictures of the README from a running Alex, in the demo household:
//
//   node scripts/pictures.mjs http://localhost:8080
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const base = process.argv[2] ?? 'http://localhost:8080'
const root = fileURLToPath(new URL('../..', import.meta.url))
const out = join(root, 'docs', 'pictures')
mkdirSync(out, { recursive: true })
const profile = mkdtempSync(join(tmpdir(), 'alex-pictures-'))
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  viewport: { width: 1280, height: 860 },
})
try {
  const page = await context.newPage()
  const keep = (name) => page.screenshot({ path: join(out, `${name}.png`) })
  await page.goto(`${base}/`)
  await page
    .getByRole('button', { name: /try the demo portfolio/i })
    .first()
    .click()
  await page.waitForURL('**/dashboard')
  await page
    .getByRole('button', { name: /^analyze/i })
    .first()
    .click()
  await page.waitForURL('**/reports/*')
  await page.getByRole('heading', { name: 'At a glance' }).waitFor()
  await page.waitForTimeout(800)
  await keep('report')
  await page.getByRole('link', { name: 'How the agents worked' }).click()
  await page.getByText('Everything that happened').waitFor()
  await page.waitForTimeout(500)
  await keep('analysis')
  for (const place of ['dashboard', 'retirement']) {
    await page.goto(`${base}/${place}`, { waitUntil: 'networkidle' })
    await page.waitForTimeout(800)
    await keep(place)
  }
  await page.goto(`${base}/portfolio`, { waitUntil: 'networkidle' })
  await page.getByRole('button', { name: 'Import a file' }).first().click()
  await page.getByLabel('Positions file').setInputFiles(join(root, 'testdata', 'brokers', 'schwab_all_accounts.csv'))
  await page.getByRole('tab', { name: /^all/i }).waitFor()
  await page.waitForTimeout(500)
  await keep('import')
} finally {
  await context.close()
  rmSync(profile, { recursive: true, force: true })
}
