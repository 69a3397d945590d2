import { lazy, useEffect, useMemo, useState } from 'react'
import { type Auth, type AuthAdapter, AuthContext, type ProviderProps } from './adapter'
import { LocalContext } from './localContext'
import { LocalSession, type SignedIn } from './session'

const SignIn = lazy(async () => ({ default: (await import('./localForms')).SignIn }))
const SignUp = lazy(async () => ({ default: (await import('./localForms')).SignUp }))
const Reset = lazy(async () => ({ default: (await import('./resetForms')).Reset }))
const Confirm = lazy(async () => ({ default: (await import('./confirmForm')).Confirm }))

/** Accounts that Alex keeps itself. */
export const localAdapter: AuthAdapter = { kind: 'local', Provider, SignIn, SignUp, Reset, Confirm, UserMenuItems }

function Provider({ site, children }: ProviderProps) {
  const [session] = useState(() => new LocalSession(site.apiBase))
  const [held, setHeld] = useState<SignedIn | null>(null)
  const [status, setStatus] = useState<Auth['status']>('loading')
  const [failure, setFailure] = useState<string>()

  useEffect(() => {
    const unsubscribe = session.subscribe((next) => {
      setHeld(next)
      setStatus(next ? 'signed-in' : 'signed-out')
    })
    session.resume().then(
      (found) => setStatus(found ? 'signed-in' : 'signed-out'),
      (e) => {
        setFailure(e instanceof Error ? e.message : String(e))
        setStatus('failed')
      },
    )
    return unsubscribe
  }, [session])

  const auth = useMemo<Auth>(
    () => ({
      status,
      failure,
      user: held && {
        id: held.user.id ?? '',
        displayName: held.user.displayName,
        email: held.user.email,
        isDemo: (held.user.id ?? '').startsWith('demo_'),
      },
      getToken: (renewed) => session.token(renewed),
      signOut: () => session.signOut(),
      tryDemo: site.demo ? async () => void (await session.demo()) : undefined,
    }),
    [held, status, failure, session, site.demo],
  )
  return (
    <LocalContext value={{ session, site }}>
      <AuthContext value={auth}>{children}</AuthContext>
    </LocalContext>
  )
}

function UserMenuItems() {
  return null
}
