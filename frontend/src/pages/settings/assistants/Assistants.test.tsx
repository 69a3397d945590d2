import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { AccessKey } from '@/api/keys'
import { open, serve } from '@/test/server'
import { Assistants } from './Assistants'
import { addressConfig, commandConfig } from './snippets'

const laptop: AccessKey = {
  id: '1b2c3d4e-0000-4000-8000-000000000000',
  name: 'Laptop',
  scopes: ['portfolio', 'research'],
  createdAt: '2026-11-01T08:00:00Z',
  expiresAt: '2999-01-30T08:00:00Z',
  lastUsedAt: null,
  revokedAt: null,
}
const over: AccessKey = { ...laptop, id: '1b2c3d4e-0000-4000-8000-000000000001', name: 'Old', revokedAt: '2026-11-02T08:00:00Z' }

describe('keys of assistants', () => {
  it('lists those that are good, with what each lets read', async () => {
    serve({ 'GET /api/user/keys': { body: { items: [laptop, over] } } })
    open(<Assistants />)
    expect(await screen.findByText('Laptop')).toBeVisible()
    expect(screen.getByText(/^Reads: Portfolio, Research\. Not used yet; ends /)).toBeVisible()
    expect(screen.queryByText('Old')).toBeNull()
  })

  it('makes one, after what is missing was asked for, and shows it once with what an assistant is told', async () => {
    const asked = serve({
      'GET /api/user/keys': { body: { items: [] } },
      'POST /api/user/keys': { status: 201, body: { ...laptop, key: 'alexp_secret' } },
    })
    open(<Assistants />)
    expect(await screen.findByText('No assistant can read anything.')).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Make a key' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Make the key' }))
    expect(screen.getByText('Use letters, digits, spaces, dots and hyphens')).toBeVisible()
    expect(screen.getByText('Choose what it may read')).toBeVisible()
    await userEvent.type(screen.getByLabelText('Name'), 'Laptop')
    await userEvent.click(screen.getByLabelText('Portfolio'))
    await userEvent.click(screen.getByRole('button', { name: 'Make the key' }))
    expect(await screen.findByText('alexp_secret')).toBeVisible()
    const sent = asked.find((r) => r.method === 'POST')
    expect(await sent?.json()).toEqual({ name: 'Laptop', scopes: ['portfolio'], days: 90 })
    expect(sent?.headers.get('Idempotency-Key')).toMatch(/^[0-9a-f-]{36}$/)
    await userEvent.click(screen.getByRole('button', { name: 'Done' }))
    await waitFor(() => expect(screen.queryByText('alexp_secret')).toBeNull())
  })

  it('ends one once that is confirmed', async () => {
    const asked = serve({
      'GET /api/user/keys': { body: { items: [laptop] } },
      [`DELETE /api/user/keys/${laptop.id}`]: { body: {} },
    })
    open(<Assistants />)
    await userEvent.click(await screen.findByRole('button', { name: 'End the key Laptop' }))
    expect(asked.filter((r) => r.method === 'DELETE')).toHaveLength(0)
    await userEvent.click(await screen.findByRole('button', { name: 'End the key' }))
    await waitFor(() => expect(asked.filter((r) => r.method === 'DELETE')).toHaveLength(1))
  })

  it('tells assistants the command, or the address, with the key', () => {
    expect(JSON.parse(commandConfig('k'))).toEqual({
      mcpServers: {
        alex: { command: '/path/to/alex', args: ['mcp'], env: { ALEX_DATA: '/path/to/the/data/of/alex', ALEX_MCP_KEY: 'k' } },
      },
    })
    expect(JSON.parse(addressConfig('k', 'https://a.example')).mcpServers.alex).toEqual({
      type: 'http',
      url: 'https://a.example/mcp',
      headers: { Authorization: 'Bearer k' },
    })
  })
})
