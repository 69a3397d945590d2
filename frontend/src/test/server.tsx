import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { MemoryRouter } from 'react-router'
import { onTestFinished, vi } from 'vitest'
import { actFor } from '@/api/acting'
import { newQueryClient } from '@/api/query'
import { type Model, SiteContext, type Traces } from '@/api/site'
import { AnalyzeProvider } from '@/components/AnalyzeProvider'

export type Answer = { status?: number; body?: unknown; headers?: Record<string, string> }
export type Routes = Record<string, Answer | ((request: Request) => Answer | Promise<Answer>)>

/** Answers requests by "METHOD /path"; what is not listed is a failure of the server. Returns what was asked. */
export function serve(routes: Routes): Request[] {
  const asked: Request[] = []
  vi.stubGlobal('fetch', async (input: Request) => {
    asked.push(input.clone())
    const route = routes[`${input.method} ${new URL(input.url).pathname}`] ?? { status: 500, body: { detail: 'not served' } }
    const { status = 200, body, headers } = typeof route === 'function' ? await route(input) : route
    return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } })
  })
  return asked
}

/** Renders a page as the shell would, at a path, where these models may write, and traces go there. */
export function open(page: ReactNode, path = '/', models: Model[] = [], traces?: Traces, research = false) {
  return render(
    <MantineProvider env="test">
      <QueryClientProvider client={newQueryClient()}>
        <SiteContext value={{ models, traces, research }}>
          <MemoryRouter initialEntries={[path]}>
            <AnalyzeProvider>{page}</AnalyzeProvider>
          </MemoryRouter>
        </SiteContext>
      </QueryClientProvider>
    </MantineProvider>,
  )
}

/** From now until the end of the test this tab works on another's plan. */
export function actForAnother() {
  const client = newQueryClient()
  actFor(client, { id: 'owner', name: 'Owner', role: 'editor', by: 'me' })
  onTestFinished(() => actFor(client, null))
}
