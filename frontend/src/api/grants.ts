import { queryOptions } from '@tanstack/react-query'
import { api, body, pages } from './client'
import type { components } from './schema'

export type Grant = components['schemas']['GrantBody']

/** Who may read or edit one's plan, and whose plan one may: granted and invited. */
export const grantsQuery = queryOptions({
  queryKey: ['grants'],
  queryFn: ({ signal }) => pages((cursor) => body(api.GET('/api/grants', { params: { query: { cursor, limit: 200 } }, signal }))),
})

/** The same for who acts for another: asked for oneself. */
export const ownGrantsQuery = (self: string) =>
  queryOptions({
    queryKey: ['grants', 'of', self],
    queryFn: ({ signal }) =>
      pages((cursor) =>
        body(api.GET('/api/grants', { params: { query: { cursor, limit: 200 } }, headers: { 'Alex-For': self }, signal })),
      ),
  })

/** The other side of a grant, as a person would call them. */
export const nameOf = (grant: Grant) => grant.person?.displayName || grant.person?.email || grant.label || 'An open invitation'

/** An invitation with its code, which is told this once. */
export const invite = (input: { role: 'viewer' | 'editor'; label: string }, key: string) =>
  body(api.POST('/api/grants', { params: { header: { 'Idempotency-Key': key } }, body: input }))

export const acceptGrant = (code: string, key: string) =>
  body(api.POST('/api/grants/accept', { params: { header: { 'Idempotency-Key': key } }, body: { code } }))

export const endGrant = (id: string) => api.DELETE('/api/grants/{id}', { params: { path: { id } } })

/** What is told of someone else's plan in the list: asked for them alone, whoever the tab acts for. */
export const sharedPlanQuery = (owner: string) =>
  queryOptions({
    queryKey: ['shared', owner],
    staleTime: 5 * 60_000, // a list of many clients asks three times each
    queryFn: async ({ signal }) => {
      const header = { 'Alex-For': owner }
      const [portfolio, reports] = await Promise.all([
        body(api.GET('/api/portfolio', { params: { header }, signal })),
        body(api.GET('/api/reports', { params: { header, query: { limit: 1 } }, signal })),
      ])
      const report = reports.items[0] ?? null
      // Before the first report there are no odds to ask for.
      const retirement = report ? await body(api.GET('/api/retirement', { params: { header }, signal })) : null
      return { portfolio, report, successRate: retirement?.projection?.successRate ?? null }
    },
  })
