import { queryOptions } from '@tanstack/react-query'
import { api, apiURL, authorizedFetch, body } from './client'
import { problemOf } from './problem'
import type { components } from './schema'

export type Plan = components['schemas']['PlanInput']
export type Projection = components['schemas']['ComparedProjection']
export type Comparison = components['schemas']['Comparison']
export type Mode = Projection['mode']
export type Timing = Projection['timing']

export type SocialSecurity = {
  fullAge: { years: number; months: number }
  source: string
  claims: { age: number; percent: number; annual: string; monthly: string }[]
}

export type AssumptionSet = {
  id: string
  classes: Record<string, { compound?: number; arithmetic?: number; volatility: number; source?: string }>
  inflation: { compound?: number; arithmetic?: number; volatility: number; source?: string }
  source?: string
}

// until the schema has it
async function read<T>(path: string, signal: AbortSignal): Promise<T> {
  const response = await authorizedFetch(new Request(apiURL(path), { signal }))
  if (!response.ok) throw await problemOf(response)
  return response.json()
}

/** A person's plan as the next analysis will take it, and what it takes for granted. */
export const ownPlanQuery = queryOptions({
  queryKey: ['plan'],
  queryFn: ({ signal }) => body(api.GET('/api/retirement/plan', { signal })),
})

export const socialSecurityQuery = (annualAtFullAge: string, birthYear: number) =>
  queryOptions({
    queryKey: ['social-security', annualAtFullAge, birthYear],
    queryFn: ({ signal }) =>
      read<SocialSecurity>(`/api/social-security?annualAtFullAge=${annualAtFullAge}&birthYear=${birthYear}`, signal),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const assumptionsQuery = queryOptions({
  queryKey: ['assumptions'],
  queryFn: async ({ signal }) => (await read<{ items: AssumptionSet[] | null }>('/api/assumptions', signal)).items ?? [],
  staleTime: Number.POSITIVE_INFINITY,
})

/** The projection of the newest analysis; only asked where there has been one. */
export const storedRetirementQuery = queryOptions({
  queryKey: ['retirement'],
  queryFn: ({ signal }) => body(api.GET('/api/retirement', { signal })),
})

/** How futures are made. What is left out is the server's to choose. */
export type ProjectionOptions = { mode?: Mode; timing?: Timing; assumptions?: AssumptionsId; paths?: number; seed?: string }
export type AssumptionsId = 'default' | 'cautious' | 'historical'

type Asked = { plan: Plan /** Compared with in the same futures. */; against?: Plan } & ProjectionOptions

/** Projects a plan at once; nothing is stored. */
export const project = ({ plan, against, ...options }: Asked, detail: 'quick' | 'standard' | 'full', signal?: AbortSignal) =>
  body(
    api.POST('/api/retirement/projection', {
      params: { query: { ...options, detail } },
      body: against ? { plan, against } : plan,
      signal,
    }),
  )
