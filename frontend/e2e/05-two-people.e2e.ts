import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Alex } from './harness/alex'
import { Visitor } from './harness/browser'
import { Caller, signIn, testdata } from './harness/person'

// Words that stand in one person's data alone.
const canaries = { ann: 'Canary Yellow', bob: 'Canary Blue' }
const routes = ['/dashboard', '/portfolio', '/retirement', '/reports', '/rebalance', '/people', '/settings']

describe('two people in two browsers', () => {
  let alex: Alex
  const people: Record<string, { caller: Caller; visitor: Visitor; report: string; accountId: string }> = {}

  beforeAll(async () => {
    alex = await Alex.start()
    for (const [name, canary] of Object.entries(canaries)) {
      const caller = await Caller.signUp(alex.url, `${canary} Person`)
      await caller.importFile(testdata('brokers', name === 'ann' ? 'fidelity_positions.csv' : 'schwab_all_accounts.csv'))
      const account = await caller.call('POST', '/api/accounts', {
        accountName: `${canary} account`,
        accountType: 'taxable',
        cashBalance: '1234.56',
      })
      const report = await caller.analyze()
      const visitor = await Visitor.open(alex.url)
      await signIn(visitor.page, caller)
      people[name] = { caller, visitor, report, accountId: account.id }
    }
  })
  afterAll(async () => {
    for (const { visitor } of Object.values(people)) await visitor.close()
    await alex?.stop()
  })

  it.each([
    ['ann', canaries.ann, canaries.bob],
    ['bob', canaries.bob, canaries.ann],
  ])('%s sees what is theirs and nothing of the other', async (name, own, other) => {
    const { visitor, report } = people[name] as (typeof people)[string]
    let seen = ''
    for (const route of [...routes, `/reports/${report}`]) {
      await visitor.page.goto(route, { waitUntil: 'networkidle' })
      const html = await visitor.page.content()
      expect(html).not.toContain(other)
      seen += html
    }
    expect(seen).toContain(own)
    visitor.wellBehaved()
  })

  it("shows the other's report and job as out of bounds", async () => {
    const { visitor } = people.ann as (typeof people)[string]
    const { report } = people.bob as (typeof people)[string]
    visitor.expectErrors(/status of 403/)
    await visitor.page.goto(`/reports/${report}`)
    await visitor.page.getByRole('alert').first().waitFor()
    expect(await visitor.page.content()).not.toContain(canaries.bob)
    visitor.wellBehaved()
  })

  it('leaves nothing behind for the next person at the same browser', async () => {
    const { visitor } = people.ann as (typeof people)[string]
    const { caller } = people.bob as (typeof people)[string]
    await visitor.page.goto('/portfolio', { waitUntil: 'networkidle' })
    await visitor.page.getByRole('button', { name: 'Your account' }).click()
    await visitor.page.getByRole('menuitem', { name: 'Sign out' }).click()
    await visitor.page.waitForURL(`${alex.url}/`)
    await signIn(visitor.page, caller)
    for (const route of routes) {
      await visitor.page.goto(route, { waitUntil: 'networkidle' })
      expect(await visitor.page.content()).not.toContain(canaries.ann)
    }
    const kept = await visitor.page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))
    expect(kept).not.toContain(canaries.ann)
    visitor.wellBehaved()
  })
})
