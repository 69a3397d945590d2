import { Problem, problemOf, unreachable } from '@/api/problem'
import type { components } from '@/api/schema'
import { readSetting, writeSetting } from '@/lib/preferences'

export type SignedIn = components['schemas']['SignedIn']
type Confirmed = components['schemas']['AddressConfirmed']

// Whose session this browser had at last look: without one no refresh is tried,
// so that a first visit asks for nothing in vain.
const hint = 'alex.session'

/**
 * A session with Alex itself: an access token of a minute in memory, and a
 * cookie that no script can read, which gets the next one. Tabs take turns at
 * renewing, for the cookie changes each time.
 */
export class LocalSession {
  private held: SignedIn | null = null
  private expires = 0
  private renewing: Promise<SignedIn | null> | null = null
  private era = 0 // what was asked before a sign-in or a sign-out is not heard after it
  private listeners = new Set<(held: SignedIn | null) => void>()

  constructor(
    private readonly base: string,
    private readonly now: () => number = Date.now,
  ) {
    // Another tab that signs out, or in as somebody else, ends what is held here.
    addEventListener('storage', (e) => {
      if (e.key !== hint || !this.held || e.newValue === this.held.user.id) return
      this.era++
      this.tell(null) // the hint is the other tab's by now
    })
  }

  subscribe(listener: (held: SignedIn | null) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** The person of the session that the cookie stands for, if there is one. */
  async resume(): Promise<SignedIn | null> {
    if (!readSetting(hint)) return null
    return this.renew()
  }

  /** A token that lasts for at least five seconds more; a renewed one where the last was refused. */
  async token(renewed = false): Promise<string | null> {
    if (this.held && !renewed && this.now() < this.expires - 5000) return this.held.accessToken
    if (!this.held && !readSetting(hint)) return null
    return (await this.renew())?.accessToken ?? null
  }

  /** A problem of code second_factor_required asks for the code. */
  signIn = (email: string, password: string, code = '') =>
    this.open('/api/auth/sign-in', { email, password, ...(code ? { code } : {}) })

  /** Goes to the other issuer; it sends the browser back to a place of this page. */
  elsewhere(returnTo: string) {
    writeSetting(hint, 'open') // the cookie comes with the way back
    location.assign(`${this.base}/api/auth/oidc?return=${encodeURIComponent(returnTo)}`)
  }

  /** Asks for an e-mail with a link; the answer does not tell whether there is an account. */
  askReset = (email: string) => this.say('/api/auth/reset', { email })

  /** Another password, by the token of such a link. */
  reset = (input: { token: string; password: string; code?: string }) => this.say('/api/auth/reset/confirm', input)

  /** Confirms an address, by the token of a letter; answers whether it took the place of another. */
  async confirmEmail(token: string): Promise<Confirmed> {
    const response = await this.post('/api/auth/email/confirm', { token })
    if (!response.ok) throw await problemOf(response)
    return response.json()
  }

  signUp = (input: { email: string; password: string; displayName: string; invite?: string }) =>
    this.open('/api/auth/sign-up', input)

  demo = () => this.open('/api/auth/demo')

  async signOut(): Promise<void> {
    this.end()
    await this.alone(() => this.post('/api/auth/sign-out')).catch(() => {}) // the cookie ends by itself
  }

  /** The session is over, by word of the server. */
  end() {
    this.era++
    this.hold(null)
  }

  private async open(path: string, input?: unknown): Promise<SignedIn> {
    this.era++
    const response = await this.alone(() => this.post(path, input))
    if (!response.ok) throw await problemOf(response)
    const held: SignedIn = await response.json()
    this.hold(held)
    return held
  }

  private async say(path: string, input: unknown): Promise<void> {
    const response = await this.post(path, input)
    if (!response.ok) throw await problemOf(response)
  }

  private renew(): Promise<SignedIn | null> {
    this.renewing ??= this.alone(async () => {
      const era = this.era
      const response = await this.post('/api/auth/token')
      if (era !== this.era) return this.held
      if (response.status === 401) {
        this.hold(null)
        return null
      }
      if (!response.ok) throw await problemOf(response)
      const held: SignedIn = await response.json()
      if (era !== this.era) return this.held
      const isOther = this.held !== null && this.held.user.id !== held.user.id
      this.hold(held)
      // What was asked for one person is not sent for the next.
      if (isOther) throw new Problem(401, { detail: 'Somebody else has signed in here meanwhile.' })
      return held
    }).finally(() => {
      this.renewing = null
    })
    return this.renewing
  }

  private alone<T>(work: () => Promise<T>): Promise<T> {
    return navigator.locks ? (navigator.locks.request('alex.token', work) as Promise<T>) : work()
  }

  private async post(path: string, input?: unknown): Promise<Response> {
    try {
      return await fetch(this.base + path, {
        method: 'POST',
        credentials: this.base ? 'include' : 'same-origin',
        headers: input ? { 'Content-Type': 'application/json' } : {},
        body: input ? JSON.stringify(input) : undefined,
      })
    } catch {
      throw unreachable()
    }
  }

  private hold(held: SignedIn | null) {
    writeSetting(hint, held ? (held.user.id ?? 'open') : null)
    this.tell(held)
  }

  private tell(held: SignedIn | null) {
    this.held = held
    this.expires = held ? this.now() + held.expiresIn * 1000 : 0
    for (const told of this.listeners) told(held)
  }
}
