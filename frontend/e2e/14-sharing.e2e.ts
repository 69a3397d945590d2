import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Alex } from './harness/alex'
import { Visitor } from './harness/browser'
import { Caller, signIn, testdata } from './harness/person'

describe('sharing a plan', () => {
  let alex: Alex
  let owner: Visitor
  let adviser: Visitor
  let link = ''

  beforeAll(async () => {
    alex = await Alex.start()
    const ann = await Caller.signUp(alex.url, 'Ann Owner')
    await ann.importFile(testdata('brokers', 'fidelity_positions.csv'))
    const bob = await Caller.signUp(alex.url, 'Bob Adviser')
    owner = await Visitor.open(alex.url)
    adviser = await Visitor.open(alex.url)
    await signIn(owner.page, ann, '/people')
    await signIn(adviser.page, bob)
  })
  afterAll(async () => {
    await owner?.close()
    await adviser?.close()
    await alex?.stop()
  })

  it('by a link that is shown once', async () => {
    await owner.page.getByLabel('A word of your own for it').fill('My adviser')
    await owner.page.getByRole('button', { name: 'Make a link' }).click()
    link = (await owner.page.locator('code').first().textContent()) ?? ''
    expect(link).toMatch(/\/join\/[A-Z2-7]{26}$/)
    await owner.page.reload({ waitUntil: 'networkidle' })
    expect(await owner.page.content()).not.toContain(link.split('/').at(-1))
    owner.wellBehaved()
  })

  it('lets the adviser read, and not write', async () => {
    await adviser.page.goto(new URL(link).pathname)
    await adviser.page.getByRole('button', { name: 'Accept and open the plan' }).click()
    await adviser.page.waitForURL('**/dashboard')
    await adviser.page.getByText('Ann Owner').first().waitFor()
    await adviser.page.locator('[data-figure="total"]').first().waitFor()
    await adviser.page.goto('/portfolio', { waitUntil: 'networkidle' })
    expect(await adviser.page.getByRole('button', { name: /^edit quantity of /i }).count()).toBe(0)
    adviser.wellBehaved()
  })

  it('ends for the adviser when the owner takes it back', async () => {
    await owner.page.goto('/people', { waitUntil: 'networkidle' })
    await owner.page.getByRole('button', { name: 'Take back: Bob Adviser' }).click()
    await owner.page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click()
    await owner.page.getByText('Nobody but you can see your plan.').waitFor()
    adviser.expectErrors(/status of 403/)
    await adviser.page.goto('/portfolio', { waitUntil: 'networkidle' })
    expect(await adviser.page.locator('[data-figure="total"]').count()).toBe(0)
    await adviser.page.getByRole('button', { name: 'Back to my own' }).click()
    await adviser.page.waitForURL('**/people')
    await adviser.page.getByText('Nobody has shared a plan with you').waitFor()
    owner.wellBehaved()
    adviser.wellBehaved()
  })
})
