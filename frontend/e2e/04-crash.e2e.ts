import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Alex } from './harness/alex'
import { Visitor } from './harness/browser'
import { openDemo } from './harness/person'

describe('an analysis that is interrupted', () => {
  let alex: Alex
  let visitor: Visitor

  beforeAll(async () => {
    alex = await Alex.start()
    visitor = await Visitor.open(alex.url)
    await openDemo(visitor.page)
    await visitor.page.locator('[data-figure="total"]').first().waitFor()
  })
  afterAll(async () => {
    await visitor?.close()
    await alex?.stop()
  })

  it('goes on after the server is killed in the middle, and the page finds the report', async () => {
    visitor.expectErrors(
      /ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE_CHUNKED_ENCODING|status of 50[0-9]|ERR_FAILED|ERR_NETWORK_IO/,
    )
    // React tells of the part that could not be fetched; the page mends it.
    visitor.expectErrors(/dynamically imported module/, /Unable to preload/, /Failed to fetch/, /React Router caught/)
    const { page } = visitor
    const asked = page.waitForResponse((r) => r.url().endsWith('/api/analyze') && r.status() === 202)
    await page
      .getByRole('button', { name: /^analyze/i })
      .first()
      .click()
    await asked
    await alex.kill()
    await page.waitForTimeout(500)
    await alex.resume()
    await page.getByRole('heading', { name: 'At a glance' }).waitFor({ timeout: 60_000 })
    expect(new URL(page.url()).pathname).toMatch(/^\/reports\//)
    visitor.wellBehaved()
  })

  it('is picked up by its link after a reload', async () => {
    const { page } = visitor
    await page.goto('/dashboard')
    const answer = page.waitForResponse((r) => r.url().endsWith('/api/analyze') && r.status() === 202)
    await page
      .getByRole('button', { name: /^analyze/i })
      .first()
      .click()
    const { jobId } = await (await answer).json()
    // The job as it is while it runs, though the real one has ended by now.
    const running = {
      id: jobId,
      status: 'running',
      attempt: 1,
      createdAt: '2026-11-28T10:00:00Z',
      startedAt: '2026-11-28T10:00:00Z',
      steps: [
        {
          agent: 'planner',
          status: 'running',
          fellBack: false,
          tokens: 0,
          cost: '0.00',
          startedAt: '2026-11-28T10:00:00Z',
          decisions: [{ what: 'skip the tagger', why: 'every holding is classified already' }],
        },
        { agent: 'tagger', status: 'skipped', fellBack: false, tokens: 0, cost: '0.00' },
        { agent: 'reporter', status: 'running', fellBack: false, tokens: 0, cost: '0.00', startedAt: '2026-11-28T10:00:00Z' },
        {
          agent: 'charter',
          status: 'done',
          author: 'rules',
          fellBack: false,
          tokens: 0,
          cost: '0.00',
          startedAt: '2026-11-28T10:00:00Z',
          completedAt: '2026-11-28T10:00:01Z',
        },
        {
          agent: 'retirement',
          status: 'failed',
          fellBack: true,
          error: 'the model did not answer',
          tokens: 0,
          cost: '0.00',
          startedAt: '2026-11-28T10:00:00Z',
        },
      ],
    }
    await page.route(`**/api/jobs/${jobId}`, (route) => route.fulfill({ json: running }))
    await page.route(`**/api/jobs/${jobId}/events`, (route) => route.abort())
    visitor.expectErrors(/ERR_FAILED/)
    await page.goto(`/analysis/${jobId}`)
    await page.getByText('skip the tagger').first().waitFor()
    await page.reload()
    await page.getByText('skip the tagger').first().waitFor()
    await page.getByText('the model did not answer').first().waitFor()
    // It ends while the page is open: polling finds out, for the stream is shut.
    await page.unroute(`**/api/jobs/${jobId}`)
    await page.getByRole('heading', { name: 'At a glance' }).waitFor({ timeout: 30_000 })
    visitor.wellBehaved()
  })

  it('says which agent failed and why, and offers to try again', async () => {
    const { page } = visitor
    const failed = {
      id: '11111111-1111-4111-8111-111111111111',
      status: 'failed',
      attempt: 5,
      createdAt: '2026-11-28T10:00:00Z',
      completedAt: '2026-11-28T10:01:00Z',
      error: 'the reporter could not finish',
      steps: [{ agent: 'reporter', status: 'failed', fellBack: false, error: 'ran out of time', tokens: 0, cost: '0.00' }],
    }
    await page.route(`**/api/jobs/${failed.id}`, (route) => route.fulfill({ json: failed }))
    await page.route(`**/api/jobs/${failed.id}/*`, (route) => route.abort())
    await page.goto(`/analysis/${failed.id}`)
    await page.getByText('the reporter could not finish').first().waitFor()
    await page.getByText('ran out of time').first().waitFor()
    await page
      .getByRole('button', { name: /retry|try again|analyze again/i })
      .first()
      .waitFor()
    visitor.wellBehaved()
  })
})
