import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { beforeEach, describe, expect, it } from 'vitest'
import { type Portfolio, portfolioQuery } from '@/api/portfolio'
import type { Holding, PositionInput } from '@/api/positions'
import { type Answer, serve } from '@/test/server'
import { QuantityCell } from './QuantityCell'

const holding: Holding = { id: 'h', symbol: 'VTI', quantity: '240', value: '100.00', priced: true }

/** What the server answers to a PUT, in order; GET gives what is stored. */
let answers: (Answer | (() => Answer))[] = []
let sent: { etag: string; quantity: string }[] = []
let stored = holding

beforeEach(() => {
  answers = []
  sent = []
  stored = holding
  serve({
    'GET /api/positions/h': () => ({ body: stored, headers: { ETag: `"${stored.quantity}"` } }),
    'PUT /api/positions/h': async (request) => {
      const { quantity }: PositionInput = await request.json()
      sent.push({ etag: request.headers.get('If-Match') ?? '', quantity })
      const answer = answers.shift() ?? { status: 500, body: { detail: 'no answer is left' } }
      return typeof answer === 'function' ? answer() : answer
    },
  })
})

const kept = (body: Holding): Answer => ({ body, headers: { ETag: 'new' } })

function Cell() {
  const [isEditing, edit] = useState(false)
  return <QuantityCell holding={holding} isEditing={isEditing} canEdit edit={edit} />
}

/** Shows the cell, and tells the quantity that the rest of the page shows. */
function show() {
  const client = new QueryClient()
  client.setQueryData(portfolioQuery.queryKey, { accounts: [{ id: 'a', positions: [holding] }] } as unknown as Portfolio)
  render(
    <MantineProvider>
      <QueryClientProvider client={client}>
        <Cell />
      </QueryClientProvider>
    </MantineProvider>,
  )
  return () => client.getQueryData(portfolioQuery.queryKey)?.accounts?.[0]?.positions?.[0]?.quantity
}

async function typed(text: string) {
  const user = userEvent.setup()
  await user.click(screen.getByRole('button', { name: /^Edit quantity of VTI/ }))
  await user.keyboard(text)
  return user
}

const field = () => screen.getByRole('textbox', { name: 'Quantity of VTI' })

describe('a quantity', () => {
  it('is saved with the ETag of when the edit began', async () => {
    const shown = show()
    answers = [kept({ ...holding, quantity: '1241.5', value: '500.00' })]
    await typed('1,241.5{Enter}')
    await screen.findByRole('button', { name: /^Edit quantity of VTI/ })
    expect(sent).toEqual([{ etag: '"240"', quantity: '1241.5' }])
    expect(shown()).toBe('1241.5')
  })

  it('is left alone by Escape, and by Enter without a change', async () => {
    show()
    const user = await typed('99{Escape}')
    await user.click(screen.getByRole('button', { name: /^Edit quantity of VTI/ }))
    await user.keyboard('{Enter}')
    expect(screen.getByRole('button', { name: /^Edit quantity of VTI/ })).toHaveTextContent('240')
    expect(sent).toEqual([])
  })

  it('goes back when it is refused, says why beside the field and keeps what was typed', async () => {
    const shown = show()
    answers = [{ status: 422, body: { errors: [{ location: 'body.quantity', message: 'must be above zero' }] } }]
    await typed('-1{Enter}')
    expect(await screen.findByText('Must be above zero')).toBeVisible()
    expect(field()).toHaveValue('-1')
    expect(shown()).toBe('240')
    expect(screen.queryByRole('button', { name: 'Retry' })).toBeNull()
  })

  it.each<[string, () => Answer]>([
    ['an answer that may pass', () => ({ status: 503, body: { detail: 'Alex is busy.' } })],
    [
      'no answer',
      () => {
        throw new TypeError('nobody answers')
      },
    ],
  ])('can be tried again after %s', async (_, failing) => {
    const shown = show()
    answers = [failing, kept({ ...holding, quantity: '77' })]
    const user = await typed('77{Enter}')
    await user.click(await screen.findByRole('button', { name: 'Retry' }))
    await screen.findByRole('button', { name: /^Edit quantity of VTI/ })
    expect(sent.map((s) => s.quantity)).toEqual(['77', '77'])
    expect(shown()).toBe('77')
  })

  it('shows both values when it was changed elsewhere, and keeps mine over theirs', async () => {
    const shown = show()
    const theirs = { ...holding, quantity: '300' }
    answers = [{ status: 412, body: { current: theirs } }, kept({ ...holding, quantity: '250' })]
    const user = await typed('250{Enter}')
    expect(await screen.findByText(/it is 300 now, you typed 250/)).toBeVisible()
    expect(shown()).toBe('300')
    stored = theirs
    await user.click(screen.getByRole('button', { name: 'Keep mine' }))
    await waitFor(() => expect(shown()).toBe('250'))
    expect(sent.map((s) => s.etag)).toEqual(['"240"', '"300"'])
  })

  it('asks before it overwrites what changed before the edit began', async () => {
    show()
    stored = { ...holding, quantity: '500' }
    await typed('241{Enter}')
    expect(await screen.findByText(/it is 500 now, you typed 241/)).toBeVisible()
    expect(sent).toEqual([])
  })
})
