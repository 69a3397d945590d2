import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Alex } from './harness/alex'
import { Visitor } from './harness/browser'
import { everyLook } from './harness/looks'
import { Caller } from './harness/person'

describe('who runs Alex', () => {
  let alex: Alex
  let visitor: Visitor
  let ann: Caller
  let key: string

  beforeAll(async () => {
    alex = await Alex.start()
    ann = await Caller.signUp(alex.url, 'Ann Quill')
    await Caller.signUp(alex.url, 'Bob Quill')
    await ann.call('POST', '/api/accounts', { accountName: 'Hidden purse', accountType: 'taxable', cashBalance: '123456.78' })
    key = JSON.parse(alex.command('key', 'create', 'ops', '--role', 'operator', '--json')).key
    visitor = await Visitor.open(alex.url)
  })
  afterAll(async () => {
    await visitor?.close()
    await alex?.stop()
  })

  const panel = (name: string) => visitor.page.getByRole('region', { name, exact: true })
  const act = async (verb: string) => {
    await panel('People')
      .getByRole('button', { name: `Act for ${ann.email}` })
      .click()
    await visitor.page.getByRole('menuitem', { name: verb }).click()
  }

  it('is asked for a key, without a person’s sign-in', async () => {
    const { page } = visitor
    await page.goto('/admin')
    await page.getByRole('heading', { name: 'Operators', level: 1 }).waitFor()
    await everyLook(visitor.page, 'operators-key')
    visitor.expectErrors(/401/)
    await page.getByLabel('Operator key').fill('alex_wrong')
    await page.keyboard.press('Enter')
    await page.getByText('The key did not open this').waitFor()
    await page.getByLabel('Operator key').fill(key)
    await page.keyboard.press('Enter')
    await panel('Overview').getByText('2 active').waitFor()
    await panel('People').getByText(ann.email).waitFor()
  })

  it('sees people and states, and nothing of what they own', async () => {
    const text = (await visitor.page.textContent('body')) ?? ''
    expect(text).toContain('1 account, 0 positions, 0 analyses')
    for (const secret of ['Hidden purse', '123,456', '123456']) expect(text).not.toContain(secret)
    await everyLook(visitor.page, 'operators-desk')
  })

  it('finds one person, shuts them out and lets them in with a new password', async () => {
    const { page } = visitor
    await panel('People').getByLabel('Find by e-mail address or id').fill(ann.email.toUpperCase())
    await expect.poll(() => panel('People').getByRole('row').count()).toBe(2)
    await act('Disable')
    await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click()
    await panel('People').getByText('disabled', { exact: true }).waitFor()
    await expect(ann.call('GET', '/api/accounts')).rejects.toThrow('401')
    await act('Enable')
    await page.getByRole('dialog').getByRole('button', { name: 'Enable' }).click()
    await panel('People').getByText('active', { exact: true }).waitFor()
    await act('New password')
    await page.getByRole('button', { name: 'Make a new password' }).click()
    const shown = page.getByRole('dialog', { name: `The new password of ${ann.email}` })
    await shown.waitFor()
    const password = (await shown.locator('pre').textContent()) ?? ''
    await shown.getByRole('button', { name: 'I have it' }).click()
    const back = new Caller(alex.url, '', ann.email, password)
    await back.renew()
    expect((await back.call('GET', '/api/accounts')).items).toHaveLength(1)
  })

  it('invites, backs up, and reads who did what', async () => {
    const { page } = visitor
    await panel('Invitations').getByLabel('E-mail address').fill('new@example.org')
    await panel('Invitations').getByRole('button', { name: 'Invite' }).click()
    await panel('Invitations').getByText('For new@example.org').waitFor()
    await panel('Invitations').getByRole('button', { name: 'Take the invitation of new@example.org back' }).click()
    await panel('Backups').getByRole('button', { name: 'Make one now' }).click()
    await panel('Backups').getByText('✓ reads back whole').waitFor()
    expect(alex.command('backup', 'list')).toContain('whole')
    const log = panel('Log of acts')
    for (const said of ['Account disabled', 'New password given', 'Someone invited to sign up', 'Backup made'])
      await log.getByRole('cell', { name: said }).first().waitFor()
    await log.getByRole('cell', { name: 'operator:ops' }).first().waitFor()
    await everyLook(visitor.page, 'operators-done')
    await page.getByRole('button', { name: 'Lock' }).click()
    await page.getByLabel('Operator key').waitFor()
    expect(await page.textContent('body')).not.toContain(ann.email)
    await page.reload()
    await page.getByLabel('Operator key').waitFor()
    expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain('alex_')
    visitor.wellBehaved()
  })
})
