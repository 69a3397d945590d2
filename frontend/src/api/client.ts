import createClient, { type Middleware } from 'openapi-fetch'
import { Problem, problemOf, unreachable } from './problem'
import type { paths } from './schema'

/** Where tokens come from; the auth adapter sets it. A renewed token is one that the server has not refused yet. */
export type TokenSource = (renewed: boolean) => Promise<string | null>

const session: { token: TokenSource; base: string; actingFor: string | null; onSignedOut: () => void } = {
  token: async () => null,
  base: '',
  actingFor: null,
  onSignedOut: () => {},
}

export function configureClient(change: Partial<typeof session>) {
  Object.assign(session, change)
}

/**
 * fetch with the bearer token of the moment. A 401 renews the token once and
 * asks again; a second one means that the person is signed out.
 */
export async function authorizedFetch(input: Request): Promise<Response> {
  const { actingFor } = session // whoever it is by the time that a token is there
  if (actingFor && !input.headers.has('Alex-For')) input.headers.set('Alex-For', actingFor)
  const again = input.clone()
  const response = await attempt(input, await session.token(false))
  if (response.status !== 401) return response
  const token = await session.token(true)
  const second = token ? await attempt(again, token) : response
  if (second.status === 401) session.onSignedOut()
  return second
}

async function attempt(request: Request, token: string | null): Promise<Response> {
  if (token) request.headers.set('Authorization', `Bearer ${token}`)
  try {
    return await fetch(request)
  } catch (e) {
    if (request.signal.aborted) throw e
    throw unreachable()
  }
}

/** Makes a failure a Problem that is thrown. */
export const failures: Middleware = {
  async onResponse({ response }) {
    if (!response.ok && response.status !== 304) throw await problemOf(response)
  },
}

/** The typed client: every path, parameter and body comes from the OpenAPI document; a failure throws a Problem. */
export const api = createClient<paths>({ fetch: authorizedFetch, baseUrl: '' })
api.use(failures)
api.use({
  onRequest({ request }) {
    return session.base
      ? new Request(session.base + new URL(request.url).pathname + new URL(request.url).search, request)
      : request
  },
})

/** The body of an answer. */
export async function body<T>(answer: Promise<{ data?: T; response: Response }>): Promise<T> {
  const { data, response } = await answer
  if (data === undefined) throw new Problem(response.status, { detail: 'Alex answered without a body.' })
  return data
}

/** The body with the ETag that an edit of it has to name. */
export async function tagged<T>(answer: Promise<{ data?: T; response: Response }>): Promise<{ value: T; etag: string }> {
  const { data, response } = await answer
  if (data === undefined) throw new Problem(response.status, { detail: 'Alex answered without a body.' })
  return { value: data, etag: response.headers.get('ETag') ?? '' }
}

/** The URL of a path of the API, for what is not JSON. */
export const apiURL = (path: string) => new URL(session.base + path, location.origin)

/** A file of the API, saved under a name. */
export async function download(path: string, name: string): Promise<void> {
  const response = await authorizedFetch(new Request(apiURL(path)))
  if (!response.ok) throw await problemOf(response)
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await response.blob())
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

/** All items of a list, page after page. */
export async function pages<T>(
  page: (cursor: string | undefined) => Promise<{ items: T[] | null; nextCursor: string | null }>,
): Promise<T[]> {
  const all: T[] = []
  let cursor: string | undefined
  do {
    const { items, nextCursor } = await page(cursor)
    all.push(...(items ?? []))
    cursor = nextCursor ?? undefined
  } while (cursor)
  return all
}
