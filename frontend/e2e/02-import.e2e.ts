import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Alex } from './harness/alex'
import { Visitor } from './harness/browser'
import { Caller, callerOf, signIn, testdata } from './harness/person'

describe('importing a broker’s file', () => {
  let alex: Alex
  let visitor: Visitor
  let person: Caller

  beforeAll(async () => {
    alex = await Alex.start()
    person = await Caller.signUp(alex.url, 'File Bringer')
    visitor = await Visitor.open(alex.url)
    await signIn(visitor.page, person, '/portfolio')
  })
  afterAll(async () => {
    await visitor?.close()
    await alex?.stop()
  })

  const total = async () =>
    ((await visitor.page.locator('[data-figure="total"]').first().textContent()) ?? '').replace(/[^\d.]/g, '')

  async function open(file: string) {
    await visitor.page.goto('/portfolio', { waitUntil: 'networkidle' })
    await visitor.page.getByRole('button', { name: 'Import a file' }).first().click()
    await visitor.page.getByLabel('Positions file').setInputFiles(testdata('brokers', file))
  }

  it('shows what it would do, does it, and takes it back', async () => {
    const { page } = visitor
    await open('fidelity_positions.csv')
    await page.getByRole('tab', { name: /^valid/i }).waitFor()
    await page
      .getByText(/fidelity/i)
      .first()
      .waitFor()
    expect((await (await callerOf(page, alex.url)).call('GET', '/api/accounts')).items).toEqual([])

    // A name says "individual", and the person knows better.
    await page.getByRole('combobox', { name: 'Individual - TOD' }).click()
    await page.getByRole('option', { name: /^Tax-free/ }).click()
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await page.getByRole('button', { name: 'Undo' }).first().waitFor()
    const kinds = (await (await callerOf(page, alex.url)).call('GET', '/api/accounts')).items as {
      accountName: string
      accountType: string
    }[]
    expect(kinds.find((a) => a.accountName === 'Individual - TOD')?.accountType).toBe('tax_free')
    const after = await (await callerOf(page, alex.url)).call('GET', '/api/portfolio')
    expect(Number(after.totalValue)).toBeGreaterThan(0)

    await page.getByRole('button', { name: 'Undo' }).first().click()
    await expect.poll(async () => (await (await callerOf(page, alex.url)).call('GET', '/api/accounts')).items.length).toBe(0)
    visitor.wellBehaved()
  })

  it('matches the file to the cent, and a second time changes nothing', async () => {
    const { page } = visitor
    await open('fidelity_positions.csv')
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await page.getByRole('button', { name: 'Undo' }).first().waitFor()
    const first = await (await callerOf(page, alex.url)).call('GET', '/api/portfolio')
    await open('fidelity_positions.csv')
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await page.getByRole('button', { name: 'Undo' }).first().waitFor()
    const second = await (await callerOf(page, alex.url)).call('GET', '/api/portfolio')
    expect(second.totalValue).toBe(first.totalValue)
    await page.goto('/portfolio', { waitUntil: 'networkidle' })
    expect((await total()).replace(/\.\d\d$/, '')).toBe(Math.round(Number(first.totalValue)).toString())
    visitor.wellBehaved()
  })

  it('asks for the columns of a layout that it does not know, filled in as far as seen', async () => {
    visitor.expectErrors(/status of 422/)
    const { page } = visitor
    await page.goto('/portfolio', { waitUntil: 'networkidle' })
    await page.getByRole('button', { name: 'Import a file' }).first().click()
    await page.getByLabel('Positions file').setInputFiles({
      name: 'bank.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('Wertpapier;Stueck;Kurswert\nVTI;10;3352,00\nBND;20;1460,00\n'),
    })
    await page
      .getByLabel(/symbol/i)
      .first()
      .waitFor()
    visitor.wellBehaved()
  })

  it('says of a file that is none what is wrong with it', async () => {
    visitor.expectErrors(/status of 422/)
    const { page } = visitor
    await page.goto('/portfolio', { waitUntil: 'networkidle' })
    await page.getByRole('button', { name: 'Import a file' }).first().click()
    await page
      .getByLabel('Positions file')
      .setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer: Buffer.from([137, 80, 78, 71, 13, 10, 26, 10, 0, 0]) })
    await page.getByRole('alert').first().waitFor()
    visitor.wellBehaved()
  })

  it('takes a newcomer’s file of an unknown layout where it was dropped', async () => {
    const newcomer = await Caller.signUp(alex.url, 'Other Bank')
    const other = await Visitor.open(alex.url)
    try {
      other.expectErrors(/status of 422/)
      const { page } = other
      await signIn(page, newcomer, '/onboarding')
      await page.getByLabel('Positions file').setInputFiles({
        name: 'bank.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from('Portfolio,Security,Instrument,Holdings,NAV,Worth\nMine,Apple,AAPL,10,268.15,2681.50\n'),
      })
      await page.getByRole('button', { name: 'Say which' }).click()
      const dialog = page.getByRole('dialog', { name: 'Import positions' })
      await dialog.getByRole('button', { name: 'Read it this way' }).click()
      await dialog.getByRole('button', { name: 'Import', exact: true }).click()
      await dialog.getByRole('button', { name: 'Done' }).click()
      await page.locator('[data-figure="total"]').first().waitFor()
      expect(new URL(page.url()).pathname).toBe('/onboarding')
      other.wellBehaved()
    } finally {
      await other.close()
    }
  })
})
