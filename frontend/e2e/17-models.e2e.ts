import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Alex } from './harness/alex'
import { Visitor } from './harness/browser'
import { everyLook, frames, inEveryLook } from './harness/looks'
import { FakeModel, opening } from './harness/model'
import { Caller, signIn } from './harness/person'

describe('a language model', () => {
  let alex: Alex
  let model: FakeModel
  let visitor: Visitor
  let me: Caller

  beforeAll(async () => {
    model = await FakeModel.start()
    alex = await Alex.start({ ALEX_MODEL: 'openai:sound', OPENAI_API_KEY: 'none', OPENAI_BASE_URL: model.url })
    const newcomer = await Caller.signUp(alex.url, 'Wilhelmina Quill')
    visitor = await Visitor.open(alex.url)
    await signIn(visitor.page, newcomer)
    me = newcomer
    await visitor.page.goto('/onboarding')
    await visitor.page.getByRole('button', { name: 'Use the sample portfolio' }).click()
    await visitor.page.locator('[data-figure="total"]').first().waitFor()
    await visitor.page.goto('/dashboard', { waitUntil: 'networkidle' })
  })
  afterAll(async () => {
    await visitor?.close()
    await alex?.stop()
    await model?.stop()
  })

  const dialog = () => visitor.page.getByRole('dialog', { name: 'May a model add remarks to your report?' })

  /** Pictures, for whoever wants them. */
  const picture = async (name: string, shown: Locator) => {
    if (!frames) return
    await inEveryLook(visitor.page, `models-${name}`, () => shown.evaluate((e) => e.scrollIntoView({ block: 'center' })))
  }

  it('is asked about before the first analysis, and what is sent is said', async () => {
    const { page } = visitor
    await page.getByRole('button', { name: 'Analyze' }).first().click()
    await dialog().waitFor()
    const said = (await dialog().textContent()) ?? ''
    expect(said).toContain(`openai:sound, reached at ${new URL(model.url).host},`)
    expect(said).toContain('every sentence with one is code’s own')
    const [yes, no] = await Promise.all(
      ['Allow remarks', 'Rules only'].map((name) => dialog().getByRole('button', { name }).boundingBox()),
    )
    expect([yes?.width, yes?.height]).toEqual([no?.width, no?.height])
    await everyLook(page, 'models-dialog')
    visitor.wellBehaved()
  })

  it('is asked about again where the dialog was closed, also from the palette', async () => {
    const { page } = visitor
    await page.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
    expect(new URL(page.url()).pathname).toBe('/dashboard')
    expect((await me.call('GET', '/api/user')).modelsAnswered).toBe(false)
    expect((await me.call('GET', '/api/jobs')).items).toEqual([])
    await page.keyboard.press('Control+k')
    await page.getByRole('textbox', { name: 'Find or ask' }).fill('analyze')
    await page.getByRole('button', { name: 'Analyze', exact: true }).last().click()
    await dialog().waitFor()
    expect(model.received).toEqual([])
  })

  it('writes after a yes, and is named', async () => {
    const { page } = visitor
    await dialog().getByRole('button', { name: 'Allow remarks' }).click()
    await page.waitForURL('**/reports/*', { timeout: 60_000 })
    await page.getByText(opening).first().waitFor()
    await page.getByText('Written by rules. The remarks set apart are by openai:sound, checked by code.').first().waitFor()
    expect(await me.call('GET', '/api/user')).toMatchObject({ allowModels: true, modelsAnswered: true })
    await picture(
      'section',
      page.getByText('Written by rules. The remarks set apart are by openai:sound, checked by code.').first(),
    )
    await page.getByRole('link', { name: 'How the agents worked' }).click()
    await page.locator('[data-agent="reporter"]').getByText('by rules, with openai:sound').waitFor()
    await picture('agents', page.locator('[data-agent="reporter"]'))
    visitor.wellBehaved()
  })

  it('was told nothing that says who they are, and no exact amount', async () => {
    expect(model.received.length).toBeGreaterThan(5)
    const portfolio = await me.call('GET', '/api/portfolio')
    const known = [
      me.email,
      'Wilhelmina',
      'Quill',
      ...portfolio.accounts.flatMap((a: { accountName: string; value: string }) => [a.accountName, a.value]),
      portfolio.totalValue,
      Math.round(Number(portfolio.totalValue)).toLocaleString('en-US'),
    ]
    for (const sent of model.received) {
      for (const text of known) expect(sent.toLowerCase()).not.toContain(String(text).toLowerCase())
    }
  })

  it('answers a question that code does not understand, around a figure that opens', async () => {
    const { page } = visitor
    await page.goto(`/reports/${(await me.call('GET', '/api/reports')).items[0].id}`, { waitUntil: 'networkidle' })
    const count = model.received.length
    await page.getByLabel('Ask about your plan').fill(`Quill, ${me.email}, 4012 8888 8888 1881: worth the whole caboodle?`)
    await page.getByRole('button', { name: 'Ask', exact: true }).click()
    const answer = page.getByText('Value of everything:')
    await answer.waitFor()
    await page.getByText('Chosen by openai:sound from what code computed. Each sentence with a figure is code’s own.').waitFor()
    const total = Math.round(Number((await me.call('GET', '/api/portfolio')).totalValue)).toLocaleString('en-US')
    await answer.getByRole('button', { name: `Show the working of $${total}` }).waitFor()
    await picture('answer', answer)
    const asked = model.received.slice(count).join('\n')
    expect(asked).toContain('caboodle')
    for (const hidden of [me.email, '8888']) expect(asked).not.toContain(hidden)
    visitor.wellBehaved()
  })

  it('is counted in Settings, where the answer can be changed', async () => {
    const { page } = visitor
    await page.goto('/settings#models', { waitUntil: 'networkidle' })
    const today = (await page.getByText(/^Today: /).textContent()) ?? ''
    expect(Number(/; ([\d,]+) .*tokens/.exec(today)?.[1]?.replaceAll(',', ''))).toBeGreaterThan(1000)
    const panel = page.getByRole('region', { name: 'Models and cost' })
    expect(await panel.textContent()).toContain(`openai:sound, reached at ${new URL(model.url).host},`)
    await picture('settings', panel.getByText('Never sent'))
    visitor.wellBehaved()
  })

  it('whose text breaks a rule is not used, and it is said why', async () => {
    const { page } = visitor
    model.invents = true
    const report = await me.analyze()
    model.invents = false
    await page.goto(`/reports/${report}`, { waitUntil: 'networkidle' })
    await page.getByText('The model’s remarks were not used: they broke the rules three times.').first().waitFor()
    expect(await page.content()).not.toContain('yachts')
    await picture('refused', page.getByText('The model’s remarks were not used').first())
    await page.getByRole('link', { name: 'How the agents worked' }).click()
    const reporter = page.locator('[data-agent="reporter"]')
    await reporter.getByText(/done by rules, fell back/).waitFor()
    await reporter.getByText('Why it fell back').click()
    await reporter
      .getByText(/the model's text broke the rules three times/)
      .first()
      .waitFor()
    await picture('fell-back', reporter)
    visitor.wellBehaved()
  })

  it('is sent nothing by who says “Rules only”', async () => {
    const other = await Visitor.open(alex.url)
    try {
      const { page } = other
      const who = await Caller.signUp(alex.url, 'Other Person')
      await who.call('POST', '/api/sample-portfolio')
      await signIn(page, who)
      const count = model.received.length
      await page.getByRole('button', { name: 'Analyze' }).first().click()
      await page.getByRole('button', { name: 'Rules only' }).click()
      await page.waitForURL('**/reports/*', { timeout: 60_000 })
      await page.getByText('Written by rules, from the figures alone.').first().waitFor()
      expect(await page.getByText('The remarks set apart').count()).toBe(0)
      await page.getByLabel('Ask about your plan').fill('Worth the whole caboodle?')
      await page.getByRole('button', { name: 'Ask', exact: true }).click()
      await page.getByText(/not a question that Alex can answer/i).waitFor()
      expect(await who.call('GET', '/api/user')).toMatchObject({ allowModels: false, modelsAnswered: true })
      await page.goto('/dashboard')
      await page.getByRole('button', { name: 'Analyze' }).first().click() // not asked again
      await page.waitForURL('**/reports/*', { timeout: 60_000 })
      expect(model.received.length).toBe(count)
      other.wellBehaved()
    } finally {
      await other.close()
    }
  })
})
