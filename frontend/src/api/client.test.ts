import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { api, authorizedFetch, body, configureClient, pages, tagged } from './client'
import { Problem } from './problem'

let seen: Request[] = []
let answers: Response[] = []
const tokens = vi.fn<(renewed: boolean) => Promise<string | null>>()
const signedOut = vi.fn()

beforeEach(() => {
  seen = []
  answers = []
  tokens.mockReset().mockImplementation(async (renewed) => (renewed ? 'new' : 'old'))
  signedOut.mockReset()
  configureClient({ token: tokens, base: 'http://alex.test', actingFor: null, onSignedOut: signedOut })
  vi.stubGlobal('fetch', async (request: Request) => {
    seen.push(request.clone())
    const answer = answers.shift()
    if (!answer) throw new TypeError('nobody answers')
    return answer
  })
})
afterEach(() => {
  configureClient({ actingFor: null, base: '' })
})

const refused = (status = 401, headers = {}) =>
  new Response(JSON.stringify({ status, detail: 'no', code: 'c', requestId: 'r', errors: [] }), { status, headers })
const request = () => new Request('http://alex.test/api/user', { method: 'PUT', body: '{"displayName":"A"}' })

describe('a refused token', () => {
  it('is renewed once, and the request sent again as it was', async () => {
    answers = [refused(), Response.json({})]
    expect((await authorizedFetch(request())).status).toBe(200)
    expect(seen.map((r) => r.headers.get('Authorization'))).toEqual(['Bearer old', 'Bearer new'])
    expect(await Promise.all(seen.map((r) => r.text()))).toEqual(['{"displayName":"A"}', '{"displayName":"A"}'])
    expect(signedOut).not.toHaveBeenCalled()
  })
  it('that is refused again ends the session', async () => {
    answers = [refused(), refused()]
    expect((await authorizedFetch(request())).status).toBe(401)
    expect(seen).toHaveLength(2)
    expect(signedOut).toHaveBeenCalledOnce()
  })
  it('without another ends the session at once', async () => {
    tokens.mockResolvedValue(null)
    answers = [refused()]
    await authorizedFetch(request())
    expect(seen).toHaveLength(1)
    expect(signedOut).toHaveBeenCalledOnce()
  })
})

describe('another address', () => {
  it('is where every request goes', async () => {
    configureClient({ base: 'http://api.alex.test' })
    answers = [Response.json({ totalValue: '1' })]
    await body(api.GET('/api/portfolio', {}))
    expect(seen[0]?.url).toBe('http://api.alex.test/api/portfolio')
  })
})

describe('acting for someone', () => {
  it('names them on every request, and a request may name another', async () => {
    configureClient({ actingFor: 'ann' })
    answers = [Response.json({}), Response.json({})]
    await authorizedFetch(request())
    await authorizedFetch(new Request('http://alex.test/api/portfolio', { headers: { 'Alex-For': 'bob' } }))
    expect(seen.map((r) => r.headers.get('Alex-For'))).toEqual(['ann', 'bob'])
  })
})

describe('a failure', () => {
  it('is the problem that the server states, with the time to wait', async () => {
    answers = [refused(429, { 'Retry-After': '7' })]
    const problem = await body(api.GET('/api/user', {})).catch((e: Problem) => e)
    expect(problem).toBeInstanceOf(Problem)
    expect(problem).toMatchObject({ status: 429, code: 'c', requestId: 'r', retryAfter: 7 })
  })
  it('that is a proxy’s page is told by its status', async () => {
    answers = [new Response('<html>bad gateway</html>', { status: 502 })]
    await expect(body(api.GET('/api/user', {}))).rejects.toMatchObject({ status: 502, message: 'Alex answered with status 502.' })
  })
  it('of the line is a problem too', async () => {
    await expect(body(api.GET('/api/user', {}))).rejects.toMatchObject({ status: 0, code: 'unreachable' })
  })
})

it('keeps the tag that an edit has to name', async () => {
  answers = [Response.json({ email: 'a' }, { headers: { ETag: '"t"' } })]
  expect(await tagged(api.GET('/api/user', {}))).toMatchObject({ etag: '"t"' })
})

it('reads a list to its end', async () => {
  const all = await pages(async (cursor) => (cursor ? { items: [3], nextCursor: null } : { items: [1, 2], nextCursor: 'more' }))
  expect(all).toEqual([1, 2, 3])
})
