import { createContext, use } from 'react'
import type { components } from './schema'

export type SiteConfig = components['schemas']['SiteConfig']
export type Model = components['schemas']['Model']
export type Traces = components['schemas']['Traces']

/** What this build of the page learns at run time: how to sign in and whom to call. */
export async function readSiteConfig(): Promise<SiteConfig> {
  const response = await fetch('/config.json', { credentials: 'same-origin' })
  if (!response.ok) throw new Error(`/config.json answered ${response.status}`)
  return response.json()
}

export const SiteContext = createContext<Pick<SiteConfig, 'models' | 'traces' | 'research'> & { mail?: boolean }>({ models: [] })

/** Where what models are sent goes, each place once. */
export const placesOf = (models: Model[]): string[] => [...new Set(models.map((m) => m.sentTo))]

/** The language models that may write here where a person allows it; none: rules write. */
export const useModels = (): Model[] => use(SiteContext).models

/** Whether letters can be sent. */
export const useMail = (): boolean => use(SiteContext).mail ?? false

/** Whether texts by others are kept and found here. */
export const useResearch = (): boolean => use(SiteContext).research ?? false

/** Where records of the work go beside staying here; undefined: nowhere. */
export const useTraces = (): Traces | undefined => use(SiteContext).traces
