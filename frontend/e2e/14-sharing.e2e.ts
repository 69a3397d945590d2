import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Alex } from './harness/alex'
import { Visitor } from './harness/browser'
import { Caller, signIn, testdata } from './harness/person'

const codeOf = (link: string) => new URL(link).hash.slice(1)

/** All that a browser has stored for Alex. */
const kept = (visitor: Visitor) => visitor.page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))

describe('sharing a plan', () => {
  let alex: Alex
  let owner: Visitor
  let adviser: Visitor
  let link = ''
  let bob: Caller

  beforeAll(async () => {
    alex = await Alex.start()
    const ann = await Caller.signUp(alex.url, 'Ann Owner')
    await ann.importFile(testdata('brokers', 'fidelity_positions.csv'))
    bob = await Caller.signUp(alex.url, 'Bob Adviser')
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
    expect(link).toMatch(/\/join#[A-Z2-7]{26}$/)
    await owner.page.reload({ waitUntil: 'networkidle' })
    expect(await owner.page.content()).not.toContain(codeOf(link))
    owner.wellBehaved()
  })

  it('lets the adviser read, and not write', async () => {
    await adviser.page.goto(`/join#${codeOf(link)}`)
    await adviser.page.waitForURL(`${alex.url}/join`) // the code is out of the address bar
    await adviser.page.getByRole('button', { name: 'Accept and open the plan' }).click()
    await adviser.page.waitForURL('**/dashboard')
    await adviser.page.getByText('Ann Owner').first().waitFor()
    await adviser.page.locator('[data-figure="total"]').first().waitFor()
    await adviser.page.goto('/portfolio', { waitUntil: 'networkidle' })
    expect(await adviser.page.getByRole('button', { name: /^edit quantity of /i }).count()).toBe(0)
    // The banner has the name again, though the tab keeps the id alone.
    await adviser.page.getByRole('status').getByText('Ann Owner').waitFor()
    expect(await kept(adviser)).not.toContain('Ann Owner')
    expect(await kept(adviser)).not.toContain(codeOf(link))
    adviser.wellBehaved()
  })

  it('keeps notes for a meeting until one signs out', async () => {
    await adviser.page.goto('/people', { waitUntil: 'networkidle' })
    await adviser.page.getByLabel('Private notes', { exact: true }).fill('c4n4ry of the adviser')
    await adviser.page.reload({ waitUntil: 'networkidle' })
    expect(await adviser.page.getByLabel('Private notes', { exact: true }).inputValue()).toBe('c4n4ry of the adviser')
    expect(await kept(adviser)).toContain('c4n4ry')
    await adviser.page.getByRole('button', { name: 'Your account' }).click()
    await adviser.page.getByRole('menuitem', { name: 'Sign out' }).click()
    await adviser.page.waitForURL(`${alex.url}/`)
    expect(await kept(adviser)).not.toContain('c4n4ry')
    await signIn(adviser.page, bob, '/people')
    await adviser.page.getByRole('button', { name: 'Open the plan of Ann Owner' }).click()
    await adviser.page.waitForURL('**/dashboard')
    adviser.wellBehaved()
  })

  it('asks before what was typed for someone else is left, and stays with them', async () => {
    await owner.page.goto('/people', { waitUntil: 'networkidle' })
    await owner.page.getByLabel('may edit, import and analyze too').check()
    await owner.page.getByRole('button', { name: 'Make a link' }).click()
    const shown = (await owner.page.locator('code').first().textContent()) ?? ''
    const spouse = await Visitor.open(alex.url)
    const eve = await Caller.signUp(alex.url, 'Eve Spouse')
    await signIn(spouse.page, eve)
    await spouse.page.goto(`/join/${codeOf(shown)}`) // as links were before
    await spouse.page.waitForURL(`${alex.url}/join`)
    await spouse.page.getByRole('button', { name: 'Accept and open the plan' }).click()
    await spouse.page.waitForURL('**/dashboard')
    await spouse.page.goto('/settings', { waitUntil: 'networkidle' })
    await spouse.page.getByLabel('Yearly saving').fill('12345')
    await spouse.page.getByRole('link', { name: 'Back to my own' }).click()
    await spouse.page.getByRole('dialog').getByRole('button', { name: 'Stay here' }).click()
    await spouse.page.getByText('Ann Owner').first().waitFor()
    await spouse.page.getByRole('button', { name: 'Save' }).click()
    await spouse.page.getByText('Saved.').waitFor()
    expect((await eve.call('GET', '/api/user')).annualContribution).toBeNull()
    await spouse.page.getByRole('link', { name: 'Back to my own' }).click()
    await spouse.page.waitForURL('**/people')
    await spouse.page.goto('/settings', { waitUntil: 'networkidle' })
    expect(await spouse.page.getByLabel('Yearly saving').inputValue()).toBe('')
    spouse.wellBehaved()
    await spouse.close()
    await owner.page.reload({ waitUntil: 'networkidle' })
    await owner.page.getByRole('button', { name: 'Take back: Eve Spouse' }).click()
    await owner.page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click()
    await owner.page.getByRole('button', { name: 'Take back: Eve Spouse' }).waitFor({ state: 'detached' })
  })

  it('ends for the adviser when the owner takes it back', async () => {
    await owner.page.goto('/people', { waitUntil: 'networkidle' })
    await owner.page.getByRole('button', { name: 'Take back: Bob Adviser' }).click()
    await owner.page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click()
    await owner.page.getByText('Nobody but you can see your plan.').waitFor()
    adviser.expectErrors(/status of 403/)
    await adviser.page.goto('/portfolio', { waitUntil: 'networkidle' })
    expect(await adviser.page.locator('[data-figure="total"]').count()).toBe(0)
    await adviser.page.getByRole('link', { name: 'Back to my own' }).click()
    await adviser.page.waitForURL('**/people')
    await adviser.page.getByText('Nobody has shared a plan with you').waitFor()
    owner.wellBehaved()
    adviser.wellBehaved()
  })
})
