import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { ModelCall, Usage as UsageBody } from '@/api/usage'
import { open, serve } from '@/test/server'
import { Usage } from './Usage'

const nothing = { calls: 0, tokens: 0, cost: '0.00', priced: true }
const idle: UsageBody = {
  months: [{ month: '2026-11', ...nothing, byAgent: { reporter: nothing, ask: nothing } }],
  jobs: [{ jobId: '1b2c3d4e-0000-4000-8000-000000000000', ...nothing }],
  today: { tokens: 0, cost: '0.00', priced: true, heldTokens: 0, heldCost: '0.00' },
  limit: null,
  tokenLimit: null,
  analysesToday: 0,
  analysisLimit: null,
  resetsAt: '2026-11-29T00:00:00Z',
}
const spent = { calls: 2, tokens: 1650, cost: '0.0032', priced: true }
const busy: UsageBody = {
  ...idle,
  months: [{ month: '2026-11', ...spent, byAgent: { reporter: spent, ask: nothing } }],
  jobs: [{ jobId: '1b2c3d4e-0000-4000-8000-000000000000', ...spent }],
  today: { tokens: 1650, cost: '0.0032', priced: true, heldTokens: 5000, heldCost: '0.02' },
  limit: '1.00',
  tokenLimit: 1_000_000,
}
const call: ModelCall = {
  id: '0a0b0c0d-0000-4000-8000-000000000000',
  jobId: null,
  attempt: 0,
  agent: 'ask',
  model: 'openai:small',
  prompt: 'ask/1',
  inputHash: 'ab12',
  tokens: { input: 1000, output: 200, cacheRead: 400, cacheWrite: 50 },
  cost: '0.003151',
  priced: true,
  startedAt: '2026-11-28T08:00:00Z',
  durationMs: 900,
  outcome: 'over_budget',
}

describe('usage', () => {
  it('says that nothing was spent, and asks for no log', () => {
    const asked = serve({})
    open(<Usage usage={idle} />)
    expect(screen.getByText('Today: $0.00; 0 tokens.')).toBeVisible()
    expect(screen.getByText('No limit is set on this server.')).toBeVisible()
    expect(screen.getByText(/nothing was spent/)).toBeVisible()
    expect(screen.queryByText('The last 20 calls of models')).toBeNull()
    expect(asked).toHaveLength(0)
  })

  it('shows today against the limit of a day, and costs under a cent as they are', () => {
    serve({})
    open(<Usage usage={busy} />)
    expect(screen.getByText('Today: $0.0032 of $1.00; 1,650 of 1,000,000 tokens.')).toBeVisible()
    expect(
      screen.getByText(/^Held besides, for calls under way .*never came to an end: \$0.02 and 5,000 tokens\.$/),
    ).toBeVisible()
    expect(screen.getByText(/Beyond the day’s limit, rules write/)).toBeVisible()
    const months = screen.getByRole('table', { name: 'By month and agent' })
    expect(within(months).getByRole('row', { name: 'November 2026 Reporter 1,650 $0.0032' })).toBeVisible()
    expect(within(months).queryByText('Questions')).toBeNull()
  })

  it('reads the last calls when they are opened', async () => {
    const asked = serve({ 'GET /api/usage/calls': { body: { items: [call], nextCursor: null } } })
    open(<Usage usage={busy} />)
    expect(asked).toHaveLength(0)
    await userEvent.click(screen.getByText('The last 20 calls of models'))
    const row = (await screen.findByText('openai:small')).closest('tr') as HTMLElement
    expect(screen.queryByRole('button', { name: 'Earlier calls' })).toBeNull()
    for (const text of ['Questions', 'Over budget', '1,650', '$0.0032']) expect(within(row).getByText(text)).toBeVisible()
  })

  it('shows what is held where only tokens are, and nothing where nothing is', () => {
    serve({})
    const { unmount } = open(<Usage usage={{ ...busy, today: { ...busy.today, heldCost: '0.00' } }} />)
    expect(screen.getByText(/^Held besides.*: 5,000 tokens\.$/)).toBeVisible()
    unmount()
    open(<Usage usage={idle} />)
    expect(screen.queryByText(/Held besides/)).toBeNull()
  })

  it('does not show as free what has no known price', async () => {
    const free = { ...spent, cost: '0.00', priced: false }
    serve({ 'GET /api/usage/calls': { body: { items: [{ ...call, cost: '0.00', priced: false }], nextCursor: null } } })
    open(
      <Usage
        usage={{
          ...busy,
          months: [{ month: '2026-11', ...free, byAgent: { reporter: free, charter: { ...spent, priced: false } } }],
          jobs: [],
          today: { ...busy.today, cost: '0.00', priced: false },
        }}
      />,
    )
    expect(
      screen.getByText('Today: no price known, which the limit of $1.00 cannot count; 1,650 of 1,000,000 tokens.'),
    ).toBeVisible()
    expect(screen.getByRole('row', { name: 'November 2026 Reporter 1,650 no price known' })).toBeVisible()
    expect(screen.getByRole('row', { name: 'November 2026 Charter 1,650 at least $0.0032' })).toBeVisible()
    await userEvent.click(screen.getByText('The last 20 calls of models'))
    const row = (await screen.findByText('openai:small')).closest('tr') as HTMLElement
    expect(within(row).getByText('no price known')).toBeVisible()
  })

  it('offers the calls before the last', async () => {
    const earlier = { ...call, id: '0a0b0c0d-0000-4000-8000-000000000001', model: 'openai:before' }
    const asked = serve({
      'GET /api/usage/calls': ({ url }) =>
        new URL(url).searchParams.has('cursor')
          ? { body: { items: [earlier], nextCursor: null } }
          : { body: { items: [call], nextCursor: 'more' } },
    })
    open(<Usage usage={busy} />)
    await userEvent.click(screen.getByText('The last 20 calls of models'))
    await userEvent.click(await screen.findByRole('button', { name: 'Earlier calls' }))
    expect(await screen.findByText('openai:before')).toBeVisible()
    expect(screen.getByText('openai:small')).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Earlier calls' })).toBeNull()
    expect(asked).toHaveLength(2)
  })
})
