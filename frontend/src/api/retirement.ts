import { queryOptions } from '@tanstack/react-query'
import { assetClasses } from '@/lib/words'
import { api, body } from './client'
import type { components } from './schema'

export type Plan = components['schemas']['PlanInput']
export type Projection = components['schemas']['ComparedProjection']
export type Comparison = components['schemas']['Comparison']
export type Mode = Projection['mode']
export type Timing = Projection['timing']

export type StoredRetirement = components['schemas']['StoredRetirement']
export type StoredProjection = components['schemas']['Projection']
export type Lever = components['schemas']['Lever']
export type Claims = components['schemas']['ClaimList']

/** A person's plan as the next analysis will take it, and what it takes for granted. */
export const ownPlanQuery = queryOptions({
  queryKey: ['plan'],
  queryFn: ({ signal }) => body(api.GET('/api/retirement/plan', { signal })),
})

/** What a benefit becomes by the age at which it is claimed, 62 to 70, for somebody born in a year; full age is 67 without one. */
export const claimsQuery = (annualAtFullAge: string, birthYear: number | undefined) =>
  queryOptions({
    queryKey: ['social-security', annualAtFullAge, birthYear],
    queryFn: ({ signal }) => body(api.GET('/api/social-security', { params: { query: { annualAtFullAge, birthYear } }, signal })),
    enabled: Number(annualAtFullAge) > 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })

export const assumptionsQuery = queryOptions({
  queryKey: ['assumptions'],
  queryFn: async ({ signal }) => (await body(api.GET('/api/assumptions', { signal }))).items,
  staleTime: Number.POSITIVE_INFINITY,
})

/** The projection of the latest report. There is none before the first one: ask only where there is a report. */
export const storedRetirementQuery = (reportId: string | undefined) =>
  queryOptions({
    queryKey: ['retirement', reportId],
    queryFn: ({ signal }) => body(api.GET('/api/retirement', { signal })),
    enabled: reportId !== undefined,
  })

/** How futures are made. What is left out is the server's to choose. */
export type ProjectionOptions = { mode?: Mode; timing?: Timing; assumptions?: AssumptionsId; paths?: number; seed?: string }
export type AssumptionsId = NonNullable<components['schemas']['AssumptionChoice']>['set'] | 'own'

type Assumptions = components['schemas']['Assumptions']

/** What a set assumes, class by class in the order of every page, and of prices. */
export function returnsOf(set: Assumptions): [name: string, model: Assumptions['inflation']][] {
  const held = assetClasses.flatMap((c): [string, Assumptions['inflation']][] => (set.classes[c] ? [[c, set.classes[c]]] : []))
  return [...held, ['inflation', set.inflation]]
}

/** The shipped sets by their names. */
export const shippedSets: { value: AssumptionsId; label: string }[] = [
  { value: 'default', label: 'Usual' },
  { value: 'cautious', label: 'Cautious' },
  { value: 'historical', label: 'As in the past' },
]

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
