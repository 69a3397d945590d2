import type { SiteConfig } from '@/api/site'
import type { AuthAdapter } from './adapter'

export { AdapterContext, type Auth, type AuthAdapter, AuthContext, type AuthUser, useAdapter, useAuth } from './adapter'

/** The adapter that the server's configuration names. Clerk's is a chunk of its own, which a local page never fetches. */
export async function loadAdapter(site: SiteConfig): Promise<AuthAdapter> {
  if (site.auth.mode === 'clerk') return (await import('./clerk')).clerkAdapter
  return (await import('./local')).localAdapter
}
