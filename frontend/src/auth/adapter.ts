import { type ComponentType, createContext, type ReactNode, useContext } from 'react'
import type { SiteConfig } from '@/api/site'

/** Who is signed in, as far as a page needs to know. */
export type AuthUser = { id: string; displayName: string; email: string; isDemo: boolean }

export type Auth = {
  /** 'loading' until it is known whether somebody is signed in; 'failed' where the provider cannot be reached. */
  status: 'loading' | 'signed-in' | 'signed-out' | 'failed'
  user: AuthUser | null
  /** A token for one request; renewed where the last one was refused. */
  getToken: (renewed?: boolean) => Promise<string | null>
  signOut: () => Promise<void>
  /** Opens a private copy of the sample household; absent where there is none. */
  tryDemo?: () => Promise<void>
  /** Why the provider cannot be reached. */
  failure?: string
}

/** What a page of signing in is given: where to go afterwards. */
export type SignInProps = { returnTo: string }

export type ProviderProps = { site: SiteConfig; children: ReactNode }

/** One way of signing in. Only auth/ knows which one there is. */
export type AuthAdapter = {
  kind: 'local' | 'clerk'
  Provider: ComponentType<ProviderProps>
  SignIn: ComponentType<SignInProps>
  SignUp: ComponentType<SignInProps>
  /** Who lost their password; absent where the provider does that by itself. */
  Reset?: ComponentType
  /** Who comes by the link that confirms an address; absent where the provider does that by itself. */
  Confirm?: ComponentType
  /** Entries of the menu under the person's name; null where the provider has none. */
  UserMenuItems: ComponentType
}

export const AuthContext = createContext<Auth | null>(null)
export const AdapterContext = createContext<AuthAdapter | null>(null)

export function useAuth(): Auth {
  const auth = useContext(AuthContext)
  if (!auth) throw new Error('useAuth outside of the auth provider')
  return auth
}

export function useAdapter(): AuthAdapter {
  const adapter = useContext(AdapterContext)
  if (!adapter) throw new Error('useAdapter outside of the adapter')
  return adapter
}
