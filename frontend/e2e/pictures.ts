import { join } from 'node:path'
import { afterAll, beforeAll, it } from 'vitest'
import { Alex } from './harness/alex'
import { Visitor } from './harness/browser'
import { callerOf, openDemo, testdata } from './harness/person'

const folder = join(process.cwd(), '..', 'docs', 'pictures')

let alex: Alex
let visitor: Visitor
const paths: Record<string, string> = { dashboard: '/dashboard', retirement: '/retirement' }

beforeAll(async () => {
  alex = await Alex.start()
  visitor = await Visitor.open(alex.url, { width: 1280, height: 860 })
  await openDemo(visitor.page)
  const caller = await callerOf(visitor.page, alex.url)
  paths.report = `/reports/${await caller.analyze()}`
  paths.analysis = `/analysis/${(await caller.call('GET', '/api/jobs')).items[0].id}?stay=1`
})
afterAll(async () => {
  await visitor?.close()
  await alex?.stop()
})

async function taken(name: string) {
  await visitor.page.waitForTimeout(500) // what is drawn after the last answer
  await visitor.page.screenshot({ path: join(folder, `${name}.png`) })
}

it.each(['dashboard', 'report', 'analysis', 'retirement'])('%s', async (name) => {
  await visitor.page.goto(paths[name] ?? '', { waitUntil: 'networkidle' })
  await taken(name)
})

it('import', async () => {
  await visitor.page.goto('/portfolio?import=1', { waitUntil: 'networkidle' })
  await visitor.page.locator('input[type=file]').first().setInputFiles(testdata('brokers', 'schwab_all_accounts.csv'))
  await visitor.page.getByText('Matches the file to the cent').waitFor()
  await taken('import')
})
