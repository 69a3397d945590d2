import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Alex } from './harness/alex'
import { Visitor } from './harness/browser'
import { Caller, signIn, testdata } from './harness/person'

/** One call of a tool, as an assistant makes it over the network. */
const call = (url: string, key: string, name: string) =>
  fetch(`${url}/mcp`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${key}`,
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: {} } }),
  })

describe('an assistant', () => {
  let alex: Alex
  let visitor: Visitor
  let key = ''

  beforeAll(async () => {
    alex = await Alex.start()
    const ann = await Caller.signUp(alex.url, 'Ann Owner')
    await ann.importFile(testdata('brokers', 'fidelity_positions.csv'))
    visitor = await Visitor.open(alex.url)
    await signIn(visitor.page, ann, '/settings')
  })
  afterAll(async () => {
    await visitor?.close()
    await alex?.stop()
  })

  it('is given a key that is shown once', async () => {
    const { page } = visitor
    await page.getByRole('button', { name: 'Make a key' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('My laptop')
    await page.getByRole('dialog').getByLabel('Portfolio').check()
    await page.getByRole('button', { name: 'Make the key' }).click()
    key = (await page.locator('code').first().textContent()) ?? ''
    expect(key).toMatch(/^alexp_[\w-]{43}$/)
    expect(await page.locator('pre').nth(0).textContent()).toContain('"ALEX_MCP_KEY"')
    expect(await page.locator('pre').nth(1).textContent()).toContain(`${alex.url}/mcp`)
    await page.getByRole('button', { name: 'Done' }).click()
    await page.getByText(/^Reads: Portfolio\./).waitFor()
    await page.reload({ waitUntil: 'networkidle' })
    expect(await page.content()).not.toContain(key)
    visitor.wellBehaved()
  })

  it('reads what the key lets it read, and the person sees that it did', async () => {
    expect(await (await call(alex.url, key, 'get_portfolio')).text()).toContain('totalValue')
    expect(await (await call(alex.url, key, 'get_report')).text()).toContain('does not have the scope')
    await visitor.page.reload({ waitUntil: 'networkidle' })
    const rows = visitor.page.locator('#activity tr', { hasText: 'Assistant: My laptop' })
    await rows.first().waitFor()
    expect(await rows.allTextContents()).toEqual([
      expect.stringContaining('a report: refused'),
      expect.stringContaining('the portfolio'),
    ])
    visitor.wellBehaved()
  })

  it('reads nothing once the key is ended', async () => {
    await visitor.page.getByRole('button', { name: 'End the key My laptop' }).click()
    await visitor.page.getByRole('dialog').getByRole('button', { name: 'End the key' }).click()
    await visitor.page.getByText('No assistant can read anything.').waitFor()
    expect((await call(alex.url, key, 'get_portfolio')).status).toBe(401)
    visitor.wellBehaved()
  })
})
