import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Alex } from './harness/alex'
import { Visitor } from './harness/browser'
import { Caller, callerOf, signIn } from './harness/person'

describe('a portfolio by hand', () => {
  let alex: Alex
  let visitor: Visitor
  let person: Caller

  beforeAll(async () => {
    alex = await Alex.start()
    person = await Caller.signUp(alex.url, 'Handy Person')
    visitor = await Visitor.open(alex.url)
    await signIn(visitor.page, person, '/portfolio')
  })
  afterAll(async () => {
    await visitor?.close()
    await alex?.stop()
  })

  it('the sample comes whole, and goes whole', async () => {
    const sample = await person.call('POST', '/api/sample-portfolio')
    await visitor.page.goto('/portfolio', { waitUntil: 'networkidle' })
    await visitor.page.getByText(sample.accounts[0].accountName).first().waitFor()
    const shown = (await visitor.page.locator('main').textContent()) ?? ''
    for (const account of sample.accounts) {
      expect(shown).toContain(account.accountName)
      for (const position of account.positions ?? []) expect(shown).toContain(position.symbol)
    }
    await person.renew()
    await person.call('DELETE', '/api/portfolio')
    await visitor.page.reload({ waitUntil: 'networkidle' })
    expect(await visitor.page.locator('main').textContent()).not.toContain(sample.accounts[0].accountName)
    visitor.wellBehaved()
  })

  it('an instrument that nobody knows is added, and will be classified', async () => {
    visitor.expectErrors(/status of 404/) // the symbol is asked for, and not known
    await person.renew()
    await person.call('POST', '/api/accounts', { accountName: 'Brokerage', accountType: 'taxable', cashBalance: '10.00' })
    await visitor.page.goto('/portfolio', { waitUntil: 'networkidle' })
    await visitor.page.getByRole('button', { name: 'Add a position' }).first().click()
    const dialog = visitor.page.getByRole('dialog')
    await dialog.getByLabel('Symbol or name').first().fill('QQZX')
    await dialog
      .getByText(/will be classified/i)
      .first()
      .waitFor()
    await visitor.page.keyboard.press('Escape')
    if (!(await dialog.isVisible())) {
      await visitor.page.getByRole('button', { name: 'Add a position' }).first().click()
      await dialog.getByLabel('Symbol or name').first().fill('QQZX')
    }
    await dialog.getByLabel('Quantity').fill('12.5')
    await dialog.getByLabel('Price a share').fill('20')
    const added = visitor.page.waitForResponse((r) => r.request().method() === 'POST' && r.url().endsWith('/positions'))
    await dialog.getByRole('button', { name: /^add/i }).click()
    expect((await added).status()).toBe(201)
    await visitor.page.getByRole('button', { name: 'Edit quantity of QQZX' }).waitFor()
    const portfolio = await (await callerOf(visitor.page, alex.url)).call('GET', '/api/portfolio')
    expect(portfolio.totalValue).toBe('260.00')
    visitor.wellBehaved()
  })

  it('a thousand positions scroll, and few are in the page', async () => {
    const rows = Array.from({ length: 1000 }, (_, i) => `ZZ${String(i).padStart(4, '0')},${i + 1},10.00`)
    const form = new FormData()
    form.append('file', new Blob([`Symbol,Quantity,Price\n${rows.join('\n')}\n`]), 'many.csv')
    await person.renew()
    const preview = await fetch(`${alex.url}/api/import/preview`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${person.token}` },
      body: form,
    })
    expect(preview.status, await preview.clone().text()).toBe(200)
    await person.call('POST', '/api/import', { previewId: (await preview.json()).previewId })
    await visitor.page.goto('/portfolio', { waitUntil: 'networkidle' })
    const edits = visitor.page.getByRole('button', { name: /^edit quantity of ZZ/i })
    expect(await edits.count()).toBeLessThan(200)
    await visitor.page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight))
    await visitor.page.getByText('ZZ0999').first().waitFor()
    visitor.wellBehaved()
  })
})
