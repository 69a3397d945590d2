import { screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { open, serve } from '@/test/server'
import Research from './Research'

const models = [{ name: 'openai:tiny', sentTo: 'localhost:11434', embeds: true }]
const person = (modelsSentTo: string[]) => ({
  body: { id: 'p', displayName: 'Ann', allowModels: modelsSentTo.length > 0, modelsAnswered: true, modelsSentTo },
  headers: { ETag: '"1"' },
})
const shelf = { items: [], nextCursor: null }

/** Opens the page at a question, for whom has said yes to these places. */
function ask(places: string[]) {
  const asked = serve({
    'GET /api/user': person(places),
    'GET /api/research': { body: { items: [], embedder: { name: 'openai:tiny', dimension: 4 } } },
    'GET /api/research/documents': { body: shelf },
  })
  open(<Research />, '/research?query=bonds', models, undefined, true)
  return () => asked.map((r) => new URL(r.url).pathname)
}

describe('where searching is done elsewhere', () => {
  it('nothing is asked before a yes, and where it would go is said', async () => {
    const paths = ask([])
    expect(await screen.findByText(/would be sent to openai:tiny, reached at localhost:11434/)).toBeVisible()
    expect(screen.getByRole('link', { name: 'Models and cost in Settings' })).toHaveAttribute('href', '/settings#models')
    expect(screen.queryByRole('searchbox')).toBeNull()
    expect(screen.queryByRole('button', { name: /Add a text/ })).toBeNull()
    await waitFor(() => expect(paths()).toContain('/api/research/documents'))
    expect(paths()).not.toContain('/api/research')
  })

  it('a yes to that place is enough', async () => {
    const paths = ask(['localhost:11434'])
    await waitFor(() => expect(paths()).toContain('/api/research'))
    expect(screen.queryByText(/would be sent to/)).toBeNull()
  })
})
