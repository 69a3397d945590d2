import { createContext, useContext } from 'react'
import type { SiteConfig } from '@/api/site'
import type { LocalSession } from './session'

/** What the forms need of the provider above them. */
export const LocalContext = createContext<{ session: LocalSession; site: SiteConfig } | null>(null)

export function useLocal() {
  const local = useContext(LocalContext)
  if (!local) throw new Error('a form of local sign-in outside of its provider')
  return local
}
