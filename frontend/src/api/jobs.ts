import { queryOptions } from '@tanstack/react-query'
import { api, body } from './client'
import type { components } from './schema'

export type Job = components['schemas']['Job']
export type JobSummary = components['schemas']['JobSummary']

export const isActive = (job: { status: string } | null | undefined) => job?.status === 'pending' || job?.status === 'running'

export const latestJobQuery = queryOptions({
  queryKey: ['jobs', 'latest'],
  queryFn: async ({ signal }) => (await body(api.GET('/api/jobs', { params: { query: { limit: 1 } }, signal }))).items[0] ?? null,
})

/** Asks for an analysis; one that is under way already is answered with its own id. */
export const startAnalysis = () =>
  body(api.POST('/api/analyze', { params: { header: { 'Idempotency-Key': crypto.randomUUID() } }, body: {} }))

export const cancelJob = (id: string) => body(api.POST('/api/jobs/{id}/cancel', { params: { path: { id } } }))

/** A job that has ended, with what its agents decided. */
export const jobQuery = (id: string) =>
  queryOptions({
    queryKey: ['jobs', id],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => body(api.GET('/api/jobs/{id}', { params: { path: { id } }, signal })),
  })

/** The span tree of a job that has ended. */
export const traceQuery = (id: string) =>
  queryOptions({
    queryKey: ['jobs', id, 'trace'],
    queryFn: ({ signal }) => body(api.GET('/api/jobs/{id}/trace', { params: { path: { id } }, signal })),
  })
