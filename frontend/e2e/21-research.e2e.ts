import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Alex } from './harness/alex'
import { Visitor } from './harness/browser'
import { everyLook, patience } from './harness/looks'
import { Caller, signIn, testdata } from './harness/person'

const notes = `Bonds of my town

The town pays for its new bridge with municipal bonds. Their interest is 3.1 percent, and the bonds are repaid in 2041.`

const stocks = `Prices on the stock market rose in the third quarter, led by shares of smaller companies. Trading volume was close to its
average of the last five years. Volatility increased in September, when earnings of large technology companies came in low.`

const hostile = `<script>window.hit=1</script> "><img src=x onerror=window.hit=1> Submarine cables <b>carry</b> most data, and
[click](javascript:window.hit=1) {{portfolio.value}} ![x](https://outside.example/x.png) of submarine cables.`

describe('texts by others', () => {
  let alex: Alex
  let folder: string
  let visitor: Visitor
  let ann: Caller

  /** Brings a text for everybody. */
  const ingest = (name: string, text: string, ...said: string[]) => {
    writeFileSync(join(folder, name), text)
    return alex.command('ingest', join(folder, name), ...said)
  }
  const box = () => visitor.page.getByLabel('Search the texts')
  const look = async (question: string) => {
    await box().fill(question)
    await visitor.page.keyboard.press('Enter')
    await visitor.page.getByRole('heading', { name: `Nearest to “${question}”` }).waitFor()
  }
  const passage = (title: string) =>
    visitor.page.getByRole('listitem').filter({ has: visitor.page.getByRole('heading', { name: title, exact: true }) })
  const dialog = () => visitor.page.getByRole('dialog')

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'alex-texts-'))
    // No source can be asked: the address of each is of no public network.
    const sources = join(folder, 'sources.txt')
    writeFileSync(sources, 'feed https://127.0.0.1/feed.xml A feed of this machine\npage https://192.0.2.1/ A page of nobody\n')
    alex = await Alex.start({ ALEX_RESEARCH_SOURCES: sources })
    ann = await Caller.signUp(alex.url, 'Ann Reader')
    visitor = await Visitor.open(alex.url)
    await signIn(visitor.page, ann)
  }, 120_000)
  afterAll(async () => {
    await visitor?.close()
    await alex?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it(
    'are none at first, and the page says how they come',
    async () => {
      const { page } = visitor
      await page.getByRole('navigation', { name: 'Pages', exact: true }).getByRole('link', { name: 'Research' }).click()
      await page.waitForURL('**/research')
      await page.getByText('Alex has not checked them.').waitFor()
      await page.getByRole('heading', { name: 'No texts yet' }).waitFor()
      await everyLook(page, 'research-empty')
      await look('bonds')
      await page.getByText('Nothing is found.').waitFor()
      await page.getByRole('heading', { name: 'No texts yet' }).waitFor()
      visitor.wellBehaved()
    },
    patience,
  )

  it(
    'may be one’s own: typed or from a file, with what is wrong at its field',
    async () => {
      const { page } = visitor
      visitor.expectErrors(/status of 422/)
      await page.goto('/research', { waitUntil: 'networkidle' })
      await page.getByRole('button', { name: 'Add a text of your own' }).click()
      const add = dialog().getByRole('button', { name: 'Add', exact: true })
      const text = dialog().getByRole('textbox', { name: 'Text', exact: true })
      await add.click()
      await dialog().getByText('Enter the text').waitFor()
      await text.fill('\u200b') // nothing to be seen: the server has the last word
      await add.click()
      await expect.poll(() => text.getAttribute('aria-invalid')).toBe('true')
      expect(await dialog().getByText('Is empty').isVisible()).toBe(true)
      await everyLook(page, 'research-add')
      const file = dialog().getByLabel('File with the text')
      await file.setInputFiles({ name: 'notes.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF') })
      await dialog().getByText('Only files that end in .txt or .md are read here').waitFor()
      await file.setInputFiles({ name: 'notes.md', mimeType: 'text/markdown', buffer: Buffer.from(notes) })
      await expect.poll(() => text.inputValue()).toBe(notes)
      expect(await dialog().getByLabel('Title').inputValue()).toBe('notes')
      await dialog().getByLabel('Title').fill('Bonds of my town')
      await dialog().getByLabel('Published on').fill('2026-09-01')
      await add.click()
      await dialog().waitFor({ state: 'detached' })
      const kept = passage('Bonds of my town')
      await kept.getByText('notes.md · published September 1, 2026 · yours · 1 passage').waitFor()
      visitor.wellBehaved()
    },
    patience,
  )

  it(
    'are found by a question that stands in the address',
    async () => {
      const { page } = visitor
      await look('municipal bond')
      expect(new URL(page.url()).searchParams.get('query')).toBe('municipal bond')
      const own = passage('Bonds of my town')
      await own.getByText('Your own').waitFor()
      expect(await own.locator('mark').allTextContents()).toEqual(['municipal', 'bonds', 'bonds'])
      const near = own.locator('[data-near]')
      expect(await near.textContent()).toBe('close match')
      expect(await near.getAttribute('title')).toMatch(/^Cosine with what you asked: 0\.\d\d$/)
      await page.getByText('Searched by words').waitFor()
      await everyLook(page, 'research-found')
      await look('who scored the goal')
      await page.getByText('Nothing comes near what you asked.').waitFor()
      await page.goBack()
      await page.getByRole('heading', { name: 'Nearest to “municipal bond”' }).waitFor()
      expect(await box().inputValue()).toBe('municipal bond')
      await page.reload({ waitUntil: 'networkidle' })
      await passage('Bonds of my town').waitFor()
      await page.getByRole('button', { name: 'Clear the search' }).click()
      await page.getByRole('heading', { name: 'What was added last' }).waitFor()
      expect(new URL(page.url()).search).toBe('')
      expect(await box().evaluate((e) => e === document.activeElement)).toBe(true)
      visitor.wellBehaved()
    },
    patience,
  )

  it('are reached from the palette', async () => {
    const { page } = visitor
    await page.goto('/dashboard', { waitUntil: 'networkidle' })
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder('Go to a page, do something, or ask').fill('quotations')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/research')
    visitor.wellBehaved()
  })

  it(
    'that a program brings are everybody’s, and one’s own are not',
    async () => {
      const { page } = visitor
      const from = 'https://www.exchange.example/review/q3'
      ingest('stocks.txt', stocks, '--title', 'Stocks end the quarter higher', '--source', from, '--date', '2026-10-02')
      ingest('cables.txt', hostile, '--title', '<i onclick=window.hit=1>Cables</i>', '--source', 'javascript:window.hit=1')
      const bob = await Caller.signUp(alex.url, 'Bob Reader')
      const found = await bob.call('GET', '/api/research?query=municipal%20bonds&k=50')
      expect(found.items.map((f: { source: string }) => f.source).sort()).toEqual([from, 'javascript:window.hit=1'].sort())
      await page.goto('/research?query=smaller companies on the stock market', { waitUntil: 'networkidle' })
      const link = passage('Stocks end the quarter higher').getByRole('link', { name: 'exchange.example' })
      expect(await link.getAttribute('href')).toBe(from)
      expect(await link.getAttribute('rel')).toBe('noopener noreferrer nofollow')
      expect(await passage('Stocks end the quarter higher').getByText('Your own').count()).toBe(0)
      visitor.wellBehaved()
    },
    patience,
  )

  it('that are attacks are words', async () => {
    const { page } = visitor
    await look('submarine cables')
    const cables = passage('<i onclick=window.hit=1>Cables</i>')
    await cables.getByText('javascript:window.hit=1 · undated, kept since').waitFor()
    expect(await cables.locator('mark').count()).toBe(4)
    expect(await cables.locator('a, img, script, b, i, [onclick], [onerror]').count()).toBe(0)
    await page.goto('/research', { waitUntil: 'networkidle' })
    expect(await passage('<i onclick=window.hit=1>Cables</i>').locator('a, i').count()).toBe(0)
    expect(await page.evaluate(() => (window as unknown as { hit?: unknown }).hit)).toBeUndefined()
    visitor.wellBehaved()
  })

  it('say what is wrong, and are searched again at a press', async () => {
    const { page } = visitor
    visitor.expectErrors(/status of 409/, /status of 503/)
    let status = 409
    await page.route('**/api/research?*', (route) =>
      route.fulfill({ status, contentType: 'application/problem+json', body: '{"detail":"embed them anew"}' }),
    )
    await page.goto('/research?query=rates', { waitUntil: 'networkidle' })
    await page.getByText('Whoever runs Alex has to mend this: embed them anew.').waitFor()
    status = 503
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByText('What finds texts is away for a moment.').waitFor()
    await page.unroute('**/api/research?*')
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('heading', { name: 'Nearest to “rates”' }).waitFor()
    visitor.wellBehaved()
  })

  it('are quoted in the report, each with its source', async () => {
    const { page } = visitor
    await ann.renew()
    await ann.importFile(testdata('brokers', 'fidelity_positions.csv'))
    await page.goto(`/reports/${await ann.analyze()}`, { waitUntil: 'networkidle' })
    const section = page.locator('section#research')
    await section.getByRole('heading', { name: 'Background from others' }).waitFor()
    const link = section.getByRole('link', { name: 'exchange.example' }).first()
    expect(await link.getAttribute('href')).toBe('https://www.exchange.example/review/q3')
    await page.emulateMedia({ media: 'print' })
    expect(await link.evaluate((e) => getComputedStyle(e, '::after').content)).toContain('(')
    await page.emulateMedia({ media: 'screen' })
    visitor.wellBehaved()
  })

  it('are those of whose plan one reads, and are not changed there', async () => {
    const carol = await Caller.signUp(alex.url, 'Carol Adviser')
    const { code } = await ann.call('POST', '/api/grants', { role: 'viewer', label: '' })
    await carol.call('POST', '/api/grants/accept', { code })
    const adviser = await Visitor.open(alex.url)
    try {
      const { page } = adviser
      await signIn(page, carol, '/people')
      await page.getByRole('button', { name: 'Open the plan of Ann Reader' }).click()
      await page.waitForURL('**/dashboard')
      await page.getByRole('navigation', { name: 'Pages', exact: true }).getByRole('link', { name: 'Research' }).click()
      await page.getByText('notes.md · published September 1, 2026 · theirs · 1 passage').waitFor()
      expect(await page.getByRole('button', { name: /^(add|remove)/i }).count()).toBe(0)
      await page.goto('/research?query=municipal bonds', { waitUntil: 'networkidle' })
      await page.getByText('Their own').waitFor()
      adviser.wellBehaved()
    } finally {
      await adviser.close()
    }
  })

  it('of one’s own are removed once that is agreed to', async () => {
    const { page } = visitor
    await page.goto('/research', { waitUntil: 'networkidle' })
    expect(await page.getByRole('button', { name: /^Remove / }).count()).toBe(1)
    await page.getByRole('button', { name: 'Remove Bonds of my town' }).click()
    await dialog().getByRole('button', { name: 'Remove' }).click()
    await page.getByText('The text was removed.').waitFor()
    await passage('Bonds of my town').waitFor({ state: 'detached' })
    visitor.wellBehaved()
  })

  it(
    'are looked for when an operator says so, who reads what became of it',
    async () => {
      const { page } = visitor
      const key = JSON.parse(alex.command('key', 'create', 'ops', '--role', 'operator', '--json')).key
      await page.goto('/admin')
      await page.getByLabel('Operator key').fill(key)
      await page.keyboard.press('Enter')
      const panel = page.getByRole('region', { name: 'Research', exact: true })
      await panel.getByText('Alex looks for texts only when it is told to.').waitFor()
      await panel.getByText('0 found by the researcher, 2 brought by a program').waitFor()
      await panel.getByText('Topics can tell what somebody holds').waitFor()
      await panel.getByText('There was no round yet.').waitFor()
      visitor.expectErrors(/status of 422/)
      await panel.getByLabel('Topic of a round').fill('x')
      await panel.getByRole('button', { name: 'Start a round' }).click()
      await expect.poll(() => panel.getByLabel('Topic of a round').getAttribute('aria-invalid')).toBe('true')
      await panel.getByLabel('Topic of a round').fill('municipal bonds')
      await panel.getByRole('button', { name: 'Start a round' }).click()
      await panel.getByText('A round about “municipal bonds” has').waitFor()
      await expect.poll(() => panel.getByRole('cell', { name: '2 left out' }).count(), { timeout: 60_000 }).toBe(1)
      await panel.getByRole('cell', { name: 'an operator' }).waitFor()
      await panel.getByRole('button', { name: /^Show the pages of / }).click()
      await panel.getByText('https://127.0.0.1/feed.xml').waitFor()
      await panel.getByText('Left out: its host has an address that is not public').first().waitFor()
      await everyLook(page, 'research-operators')
      visitor.wellBehaved()
    },
    patience,
  )

  it('have no place where they are not kept', async () => {
    const { page } = visitor
    await page.route('**/config.json', async (route) => {
      const response = await route.fetch()
      const { research: _, ...rest } = await response.json()
      await route.fulfill({ response, json: rest })
    })
    await page.goto('/research', { waitUntil: 'networkidle' })
    await page.getByText('Texts by others are not kept here').waitFor()
    const rail = page.getByRole('navigation', { name: 'Pages', exact: true })
    expect(await rail.getByRole('link', { name: 'Reports' }).count()).toBe(1)
    expect(await rail.getByRole('link', { name: 'Research' }).count()).toBe(0)
    visitor.wellBehaved()
  })
})
