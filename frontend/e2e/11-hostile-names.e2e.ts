import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Alex } from './harness/alex'
import { Visitor } from './harness/browser'
import { Caller, callerOf, signIn } from './harness/person'

// One of each kind; ALEX_XSS names a folder with longer lists, one payload a line.
const own = [
  '<script>window.hit=1</script>',
  '"><img src=x onerror=window.hit=1>',
  "'-alert(1)-'",
  '<svg/onload=window.hit=1>',
  'javascript:window.hit=1//',
  '[click](javascript:window.hit=1)',
  '![x](https://outside.example/x.png)',
  '<iframe src="https://outside.example/"></iframe>',
  '{{constructor.constructor("window.hit=1")()}}',
  '</title><script>window.hit=1</script>',
  '<a href="https://outside.example" autofocus onfocus=window.hit=1>x</a>',
  '\u202Egpj.exe',
]

function lists(): string[] {
  const folder = process.env.ALEX_XSS
  if (!folder || !existsSync(folder)) return own
  const more = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.txt'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .filter((line) => line.trim() && line.length <= 250)
  return [...own, ...new Set(more)]
}

// How many names a portfolio has at a time.
const lot = 150

const account = { accountType: 'taxable', cashBalance: '100.00' }

describe('names that are attacks', () => {
  const payloads = lists()
  let alex: Alex
  let visitor: Visitor
  let person: Caller
  let report = ''

  beforeAll(async () => {
    alex = await Alex.start()
    person = await Caller.signUp(alex.url, '<script>window.hit=1</script>')
    visitor = await Visitor.open(alex.url)
    await visitor.page.addInitScript(() => {
      // Whatever runs, tells: the payloads set hit or call one of these.
      const w = window as unknown as Record<string, unknown>
      for (const name of ['alert', 'confirm', 'prompt', 'print']) w[name] = () => (w.hit = name)
    })
    await signIn(visitor.page, person)
  }, 300_000)
  afterAll(async () => {
    await visitor?.close()
    await alex?.stop()
  })

  async function looksAt(route: string) {
    await visitor.page.goto(route, { waitUntil: 'networkidle' })
    // Rows of a long list are drawn as they come into view: all of them are looked at.
    await visitor.page.evaluate(async () => {
      for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight / 2) {
        scrollTo(0, y)
        await new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)))
      }
    })
    expect(await visitor.page.evaluate(() => (window as unknown as { hit?: unknown }).hit), route).toBeUndefined()
    const planted = await visitor.page
      .locator('main script, main iframe, main img:not([src^="/"]), main a[href^="javascript:" i], main [onload], main [onerror]')
      .count()
    expect(planted, `elements planted in ${route}`).toBe(0)
  }

  it(`runs none of ${payloads.length} as the names of accounts, instruments and plans`, async () => {
    // In lots, so that each page shows all that it was given.
    for (let at = 0; at < payloads.length; at += lot) {
      const names = payloads.slice(at, at + lot)
      // The token of the page: so many sign-ins would end the oldest session, which is the page's.
      person.token = (await callerOf(visitor.page, alex.url)).token
      await person.call('DELETE', '/api/portfolio')
      for (const [i, payload] of names.entries()) {
        const made = await person
          .call('POST', '/api/accounts', { ...account, accountName: payload.slice(0, 200), accountPurpose: payload })
          .catch(() => null)
        if (!made) continue // the API refused it, control characters perhaps
        const symbol = `XS${at + i}`
        await person
          .call('POST', '/api/instruments', {
            symbol,
            name: payload.slice(0, 200),
            instrumentType: 'etf',
            price: '10.00',
            allocationAssetClass: { equity: 100 },
          })
          .catch(() => {})
        await person.call('POST', `/api/accounts/${made.id}/positions`, { symbol, quantity: '1', price: '10.00' })
      }
      report = await person.analyze()
      for (const route of ['/dashboard', '/portfolio', '/rebalance', `/reports/${report}`]) await looksAt(route)
    }
    visitor.wellBehaved()
  }, 3_600_000)

  it('runs none in the report of the API, opened as a page', async () => {
    await person.renew()
    const html = await (
      await fetch(`${alex.url}/api/reports/${report}/html`, { headers: { Authorization: `Bearer ${person.token}` } })
    ).text()
    expect(html).not.toMatch(/<script>window\.hit/)
    await visitor.page.setContent(html)
    expect(await visitor.page.evaluate(() => (window as unknown as { hit?: unknown }).hit)).toBeUndefined()
    visitor.wellBehaved()
  })

  it('runs none in a report whose text is an attack', async () => {
    // A model may write anything: the answer of the API is replaced as it comes.
    const body = payloads.join('\n\n')
    await visitor.page.route('**/api/reports/*', async (route) => {
      const response = await route.fetch()
      const json = await response.json()
      for (const section of json.sections ?? []) Object.assign(section, { markdown: body, template: body, title: payloads[0] })
      for (const chart of json.charts ?? []) {
        Object.assign(chart, { title: payloads[1], caption: payloads[2] })
        for (const [i, point] of (chart.data ?? []).entries()) point.name = payloads[i % payloads.length]
      }
      for (const fact of json.facts ?? []) Object.assign(fact, { text: payloads[3], label: payloads[1], source: payloads[0] })
      await route.fulfill({ response, json })
    })
    await looksAt(`/reports/${report}`)
    await visitor.page.unroute('**/api/reports/*')
    visitor.wellBehaved()
  })
})
