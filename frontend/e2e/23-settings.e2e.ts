import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Alex } from './harness/alex'
import { Visitor } from './harness/browser'
import { accessible, fits } from './harness/looks'
import { Caller, signIn } from './harness/person'

describe('settings', () => {
  let alex: Alex
  let visitor: Visitor
  let person: Caller

  beforeAll(async () => {
    alex = await Alex.start()
    person = await Caller.signUp(alex.url, 'Ann Before')
    visitor = await Visitor.open(alex.url)
    await signIn(visitor.page, person, '/settings')
  })
  afterAll(async () => {
    await visitor?.close()
    await alex?.stop()
  })

  const save = () => visitor.page.getByRole('button', { name: 'Save', exact: true }).click()
  const field = (label: string) => visitor.page.getByLabel(label, { exact: true }).first()

  it('are kept: name, years, income and targets', async () => {
    const { page } = visitor
    await field('Name').fill('Ann After')
    await field('Or years until retirement').fill('12')
    await field('Spending in retirement').fill('48000')
    const byKind = page.getByRole('group', { name: 'By kind' })
    await byKind.getByLabel('Stocks').fill('60')
    await byKind.getByLabel('Bonds').fill('40')
    const kept = page.waitForResponse((r) => r.request().method() === 'PUT' && r.url().endsWith('/api/user'))
    await save()
    expect((await kept).status()).toBe(200)
    await page.reload({ waitUntil: 'networkidle' })
    expect(await field('Name').inputValue()).toBe('Ann After')
    expect(await field('Or years until retirement').inputValue()).toBe('12')
    expect(await field('Spending in retirement').inputValue()).toMatch(/48,?000/)
    await person.renew()
    expect(await person.call('GET', '/api/user')).toMatchObject({
      displayName: 'Ann After',
      yearsUntilRetirement: 12,
      targetRetirementIncome: '48000.00',
      assetClassTargets: { equity: 60, fixed_income: 40 },
    })
    visitor.wellBehaved()
  })

  it('are refused past their bounds, at the field, and lose nothing that was typed', async () => {
    const { page } = visitor
    const bonds = page.getByRole('group', { name: 'By kind' }).getByLabel('Bonds')
    visitor.expectErrors(/status of 422/)
    await field('Or years until retirement').fill('500')
    await bonds.fill('39')
    await save()
    await page.locator('fieldset[data-refused="true"]').getByText('1 left to give').waitFor()
    await bonds.fill('40')
    await save()
    await page.getByText('Not saved; what you typed is still here').waitFor()
    expect(await field('Or years until retirement').getAttribute('aria-invalid')).toBe('true')
    expect(await field('Or years until retirement').inputValue()).toBe('500')
    // Who asks the API without the page is refused too.
    await person.renew()
    const kept = await person.call('GET', '/api/user')
    expect(kept.yearsUntilRetirement).toBe(12)
    for (const [name, value] of [
      ['yearsUntilRetirement', 500],
      ['assetClassTargets', { equity: 60, fixed_income: 39 }],
      ['displayName', 'a'.repeat(256)],
      ['targetRetirementIncome', '-1.00'],
    ] as const)
      await expect(person.call('PUT', '/api/user', { [name]: value }), name).rejects.toThrow(new RegExp(`422 .*body\\.${name}`))
    visitor.wellBehaved()
  })
})

describe('an account with nothing in it', () => {
  let alex: Alex
  let visitor: Visitor

  beforeAll(async () => {
    alex = await Alex.start()
    const person = await Caller.signUp(alex.url, 'Empty Handed')
    visitor = await Visitor.open(alex.url)
    await signIn(visitor.page, person, '/settings')
  })
  afterAll(async () => {
    await visitor?.close()
    await alex?.stop()
  })

  it.each([
    ['/dashboard', 'Get started'],
    ['/portfolio', 'Import a file'],
    ['/rebalance', 'Go to the portfolio'],
    ['/retirement', 'Add holdings'],
    ['/reports', 'Analyze'],
    ['/research', 'Add a text of your own'],
    ['/people', 'Make a link'],
  ])('%s says what to do, at every width', async (route, todo) => {
    const { page } = visitor
    await page.goto(route, { waitUntil: 'networkidle' })
    const main = page.locator('main')
    await main
      .getByRole('link', { name: todo })
      .or(main.getByRole('button', { name: todo }))
      .first()
      .waitFor()
    expect(await main.textContent()).not.toMatch(/NaN|undefined|\bnull\b|Infinity/)
    await accessible(page, route)
    for (const width of [375, 768, 1280, 1440]) {
      await page.setViewportSize({ width, height: 900 })
      await fits(page, `${route} at ${width} px`)
    }
    visitor.wellBehaved()
  })
})
