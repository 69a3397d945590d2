import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Problem } from '@/api/problem'
import { readSetting, writeSetting } from '@/lib/preferences'
import { LocalSession } from './session'

let answers: (() => Response | Promise<Response>)[] = []
let asked: string[] = []
let now = 1_000_000

const signedIn =
  (token: string, expiresIn = 60, id = 'p') =>
  () =>
    Response.json({ accessToken: token, expiresIn, user: { id } })
const refused = () => new Response('{"status":401,"detail":"no"}', { status: 401 })

beforeEach(() => {
  answers = []
  asked = []
  writeSetting('alex.session', null)
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url)
    const next = answers.shift()
    if (!next) throw new TypeError('nobody answers')
    return next()
  })
})

const session = () => new LocalSession('', () => now)

describe('a session with Alex itself', () => {
  it('asks for nothing on a first visit', async () => {
    expect(await session().resume()).toBeNull()
    expect(await session().token()).toBeNull()
    expect(asked).toEqual([])
  })

  it('goes on where the browser had one', async () => {
    writeSetting('alex.session', 'open')
    answers = [signedIn('a')]
    expect((await session().resume())?.accessToken).toBe('a')
    expect(asked).toEqual(['/api/auth/token'])
  })

  it('renews once for many', async () => {
    writeSetting('alex.session', 'open')
    answers = [signedIn('a')]
    const s = session()
    expect(await Promise.all([s.token(), s.token(), s.token(true)])).toEqual(['a', 'a', 'a'])
    expect(asked).toHaveLength(1)
  })

  it('renews before a token ends, and not sooner', async () => {
    answers = [signedIn('a'), signedIn('b')]
    const s = session()
    await s.signIn('a@example.org', 'words')
    now += 50_000
    expect(await s.token()).toBe('a')
    now += 6_000
    expect(await s.token()).toBe('b')
  })

  it('is over when the cookie is refused, and says so', async () => {
    answers = [signedIn('a'), refused]
    const s = session()
    const told: unknown[] = []
    s.subscribe((held) => told.push(held?.accessToken ?? null))
    await s.signIn('a@example.org', 'words')
    expect(await s.token(true)).toBeNull()
    expect(told).toEqual(['a', null])
    expect(readSetting('alex.session')).toBeNull()
    expect(await s.token()).toBeNull()
    expect(asked).toHaveLength(2)
  })

  it('is not over because Alex cannot be reached', async () => {
    answers = [signedIn('a'), () => Promise.reject(new TypeError('offline'))]
    const s = session()
    await s.signIn('a@example.org', 'words')
    await expect(s.token(true)).rejects.toMatchObject({ status: 0 })
    expect(readSetting('alex.session')).toBe('p')
  })

  it('tells what the server refused', async () => {
    answers = [
      () =>
        new Response('{"status":422,"detail":"short","errors":[{"location":"body.password","message":"is too short"}]}', {
          status: 422,
        }),
    ]
    const error = await session()
      .signUp({ email: 'a@example.org', password: 'x', displayName: '' })
      .catch((e: Problem) => e)
    expect(error).toBeInstanceOf(Problem)
    expect((error as Problem).fieldError('password')).toBe('is too short')
  })

  it('stays signed out when a renewal answers after it', async () => {
    let answer = (_: Response) => {}
    answers = [
      signedIn('a'),
      () => new Promise<Response>((resolve) => (answer = resolve)),
      () => new Response(null, { status: 204 }),
    ]
    const s = session()
    await s.signIn('a@example.org', 'words')
    const renewed = s.token(true)
    await vi.waitFor(() => expect(asked).toHaveLength(2))
    const out = s.signOut()
    answer(signedIn('b')())
    await out
    expect(await renewed).toBeNull()
    expect(readSetting('alex.session')).toBeNull()
    expect(await s.token()).toBeNull()
  })

  it('ends when another tab signs out or in as somebody else', async () => {
    for (const elsewhere of [null, 'somebody else']) {
      answers = [signedIn('a')]
      const s = session()
      const heard: unknown[] = []
      await s.signIn('a@example.org', 'words')
      s.subscribe((held) => heard.push(held))
      dispatchEvent(new StorageEvent('storage', { key: 'alex.session', newValue: 'p' }))
      expect(heard).toEqual([])
      dispatchEvent(new StorageEvent('storage', { key: 'alex.session', newValue: elsewhere }))
      expect(heard).toEqual([null])
      expect(readSetting('alex.session')).toBe('p') // what the other tab wrote is not this tab's to take away
    }
  })

  it('does not send for the next person what was asked for the one before', async () => {
    answers = [signedIn('a'), signedIn('b', 60, 'q')]
    const s = session()
    const heard: (string | undefined)[] = []
    await s.signIn('a@example.org', 'words')
    s.subscribe((held) => heard.push(held?.user.id))
    await expect(s.token(true)).rejects.toMatchObject({ status: 401 })
    expect(heard).toEqual(['q'])
    expect(await s.token()).toBe('b')
  })
})
