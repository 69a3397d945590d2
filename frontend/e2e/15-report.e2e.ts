import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Alex } from './harness/alex'
import { Visitor } from './harness/browser'
import { callerOf, openDemo } from './harness/person'

describe('reading and questioning a report', () => {
  let alex: Alex
  let visitor: Visitor
  let report = ''

  beforeAll(async () => {
    alex = await Alex.start()
    visitor = await Visitor.open(alex.url)
    await openDemo(visitor.page)
    report = await (await callerOf(visitor.page, alex.url)).analyze()
    await visitor.page.goto(`/reports/${report}`, { waitUntil: 'networkidle' })
  })
  afterAll(async () => {
    await visitor?.close()
    await alex?.stop()
  })

  it('opens the source of a figure', async () => {
    const whole = await (await callerOf(visitor.page, alex.url)).call('GET', `/api/reports/${report}`)
    const figures = visitor.page.getByRole('button', { name: /^show the working of /i })
    expect(await figures.count()).toBeGreaterThan(60)
    for (const fact of whole.facts.filter((f: { id: string }) => ['portfolio.value', 'retirement.success'].includes(f.id))) {
      await visitor.page
        .getByRole('button', { name: `Show the working of ${fact.text}`, exact: true })
        .first()
        .click()
      await visitor.page.getByText(fact.source, { exact: true }).first().waitFor()
      await visitor.page.keyboard.press('Escape')
    }
    visitor.wellBehaved()
  })

  it('draws each slice, bar and band of its charts', async () => {
    const { charts } = await (await callerOf(visitor.page, alex.url)).call('GET', `/api/reports/${report}`)
    const points = (type: string): { name: string }[] =>
      charts.filter((c: { type: string }) => c.type === type).flatMap((c: { data: { name: string }[] }) => c.data)
    const fans = charts.filter((c: { type: string }) => c.type === 'fan').length
    expect([points('pie').length > 2, points('bar').length > 20, fans]).toEqual([true, true, 1])
    for (const [marks, count] of [
      ['.recharts-pie-sector path', points('pie').length],
      ['.recharts-bar-rectangle path', points('bar').length],
      ['.recharts-area-area', 2 * fans], // all but the worst and best twentieth, and the middle half
    ] as const) {
      await visitor.page
        .locator(marks)
        .nth(count - 1)
        .waitFor({ state: 'attached' })
      const sizes = await visitor.page.locator(marks).evaluateAll((all) =>
        all.map((mark) => {
          const { width, height } = (mark as SVGGraphicsElement).getBBox()
          return width * height
        }),
      )
      expect(sizes.length, marks).toBe(count)
      expect(Math.min(...sizes), `the smallest of ${marks}`).toBeGreaterThan(0)
    }
    // A bar is as long as its value, within its chart; the smallest are drawn two pixels long.
    const drawn = await visitor.page.locator('figure:has(.recharts-bar-rectangle)').evaluateAll((figures) =>
      figures.map((figure) => ({
        names: [...figure.querySelectorAll('tbody tr > :first-child')].map((cell) => cell.textContent).join('|'),
        widths: [...figure.querySelectorAll('.recharts-bar-rectangle path')].map(
          (m) => (m as SVGGraphicsElement).getBBox().width,
        ),
      })),
    )
    for (const chart of charts.filter((c: { type: string }) => c.type === 'bar')) {
      const names = chart.data.map((p: { name: string }) => p.name).join('|')
      const values: number[] = chart.data.map((p: { value: number }) => Math.abs(p.value))
      const widths = drawn.find((figure) => figure.names === names)?.widths ?? []
      expect(widths.length, chart.title).toBe(values.length)
      const scale = Math.max(...widths) / Math.max(...values)
      widths.forEach((width, i) => {
        expect(Math.abs(width - Math.max(2, (values[i] ?? 0) * scale)), `${chart.title}: bar ${i + 1}`).toBeLessThan(1)
      })
    }
    const pictures = (await visitor.page.locator('figure > div[aria-hidden]').allTextContents()).join('\n')
    for (const { name } of [...points('pie'), ...points('bar')]) expect(pictures).toContain(name)
    visitor.wellBehaved()
  })

  it('is computed again to the last digit', async () => {
    await visitor.page.getByRole('button', { name: 'Verify' }).click()
    await visitor.page.getByText('The same, to the last digit').waitFor()
    const saved = visitor.page.waitForEvent('download')
    await visitor.page.getByRole('button', { name: 'Evidence pack' }).click()
    expect((await saved).suggestedFilename()).toMatch(/evidence\.zip$/)
    visitor.wellBehaved()
  })

  it('keeps what is said of its options', async () => {
    const card = visitor.page.getByRole('group', { name: 'Mark: Build up the emergency fund' })
    const kept = visitor.page.waitForResponse((r) => r.request().method() === 'PUT' && r.url().endsWith('/choices'))
    await card.getByRole('button', { name: 'Done' }).click()
    expect((await kept).status()).toBe(200)
    await visitor.page.reload({ waitUntil: 'networkidle' })
    expect(await card.getByRole('button', { name: /Done/ }).getAttribute('aria-pressed')).toBe('true')
    visitor.wellBehaved()
  })

  it('makes room for another option in place of one that is not for me, until that is taken back', async () => {
    const { page } = visitor
    const title = 'Build up the emergency fund'
    const card = page.getByRole('group', { name: `Mark: ${title}` })
    const kept = () => page.waitForResponse((r) => r.request().method() === 'PUT' && r.url().endsWith('/choices'))
    const marked = kept()
    await card.getByRole('button', { name: 'Not for me' }).click()
    await marked
    const next = await (await callerOf(page, alex.url)).analyze()
    await page.goto(`/reports/${next}`, { waitUntil: 'networkidle' })
    expect(await card.count()).toBe(0)
    expect(await page.getByRole('group', { name: /^Mark: / }).count()).toBeGreaterThanOrEqual(3)
    const before = page.getByRole('region', { name: 'Marked before' })
    expect(await before.textContent()).toContain(`${title}: Not for me`)
    const back = kept()
    await before.getByRole('button', { name: `Take back: ${title}` }).click()
    await back
    await expect.poll(() => before.count()).toBe(0)
    await page.goto(`/reports/${report}`, { waitUntil: 'networkidle' })
    visitor.wellBehaved()
  })

  it('answers a question with figures that open too', async () => {
    await visitor.page.getByLabel('Ask about your plan').fill('What if I retire at 62?')
    await visitor.page.getByRole('button', { name: 'Ask', exact: true }).click()
    await visitor.page.getByText(/you would retire at/i).waitFor()
    await visitor.page.getByLabel('Ask about your plan').fill('What is love?')
    await visitor.page.getByRole('button', { name: 'Ask', exact: true }).click()
    await visitor.page.getByText(/not a question that Alex can answer/i).waitFor()
    visitor.wellBehaved()
  })

  it('shows who worked at the same time', async () => {
    await visitor.page.getByRole('link', { name: 'How the agents worked' }).click()
    await visitor.page.getByText('Everything that happened').waitFor()
    const bars: Record<string, { left: number; right: number }> = {}
    for (const agent of ['reporter', 'charter', 'retirement']) {
      const bar = await visitor.page.locator(`[data-agent="${agent}"] [aria-hidden] > span`).last().boundingBox()
      if (bar) bars[agent] = { left: bar.x, right: bar.x + bar.width }
    }
    const { reporter, charter } = bars
    expect(reporter && charter && charter.left < reporter.right && reporter.left < charter.right, 'the bars overlap').toBe(true)
    visitor.wellBehaved()
  })

  it('moves the odds with a slider, and the plan stays as it is', async () => {
    await visitor.page.goto('/retirement', { waitUntil: 'networkidle' })
    const odds = visitor.page.locator('[data-figure="odds"]').first()
    const before = await odds.textContent()
    const asked = visitor.page.waitForResponse((r) => r.url().includes('/api/retirement/projection') && r.url().includes('quick'))
    await visitor.page.getByRole('slider', { name: 'Retirement age' }).focus()
    for (let i = 0; i < 4; i++) await visitor.page.keyboard.press('ArrowLeft')
    await asked
    await expect.poll(() => odds.textContent()).not.toBe(before)
    await visitor.page.reload({ waitUntil: 'networkidle' })
    await expect.poll(() => odds.textContent()).toBe(before)
    visitor.wellBehaved()
  })

  it('shows the money of each year on demand, with larger numbers', async () => {
    await visitor.page.goto('/retirement', { waitUntil: 'networkidle' })
    const panel = visitor.page.getByRole('region', { name: 'Your money over time' })
    const last = panel.locator('tbody tr').last().locator('td').nth(2)
    const today = await last.textContent()
    await panel.getByText('Dollars of the year').click()
    await expect.poll(() => last.textContent()).not.toBe(today)
    const me = await callerOf(visitor.page, alex.url)
    const { plan, assumptions } = await me.call('GET', '/api/retirement/plan')
    const projection = await me.call('POST', `/api/retirement/projection?detail=full&assumptions=${assumptions}`, plan)
    expect(inMillions((await last.textContent()) ?? '')).toBeCloseTo(projection.nominalPercentiles.at(-1).p50 / 1e6, 1)
    await panel.getByText('Today’s money').click()
    await expect.poll(() => last.textContent()).toBe(today)
    visitor.wellBehaved()
  })

  it('plans by assumptions of one’s own, and says so in the report', async () => {
    const { page } = visitor
    visitor.expectErrors(/status of 422/)
    const odds = page.locator('[data-figure="odds"]').first()
    const before = await odds.textContent()
    await page.goto('/settings#assumptions', { waitUntil: 'networkidle' })
    await page.getByLabel('Assumptions').selectOption('Cautious')
    await page.getByLabel('Stocks: return').fill('200')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('200 is not between -50 and 100').first().waitFor()
    await page.getByLabel('Stocks: return').fill('1.5')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved.').waitFor()
    await page.goto('/retirement', { waitUntil: 'networkidle' })
    await expect.poll(() => odds.textContent()).not.toBe(before)
    await page.getByText('Your inputs changed since the last report').waitFor()
    await page.getByText('Simulated, your own returns').waitFor()
    await page.getByText('Advanced: how the futures are made').click()
    const stocks = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'Stocks', exact: true }) })
    expect(await stocks.last().textContent()).toContain('1.5%')
    const me = await callerOf(page, alex.url)
    const written = await me.call('GET', `/api/reports/${await me.analyze()}`)
    const text = (id: string) => written.facts.find((f: { id: string }) => f.id === id)?.text
    expect([text('assumption.set'), text('assumption.equity.return')]).toEqual(['own', '1.5%'])
    expect(await odds.textContent()).toContain(text('retirement.success'))
    visitor.wellBehaved()
  })
})

/** "$4.2M" → 4.2 */
const inMillions = (text: string) => Number(text.replace(/[^\d.]/g, '')) / (text.endsWith('K') ? 1000 : 1)
