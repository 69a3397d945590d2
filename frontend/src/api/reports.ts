import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, body } from './client'
import type { components } from './schema'

export type Report = components['schemas']['WholeReport']
export type ReportSummary = components['schemas']['ReportSummary']
export type Fact = components['schemas']['Fact']
export type Chart = components['schemas']['Chart']
export type ChartPoint = components['schemas']['ChartPoint']

export const latestReportQuery = queryOptions({
  queryKey: ['reports', 'latest'],
  queryFn: async ({ signal }) =>
    (await body(api.GET('/api/reports', { params: { query: { limit: 1 } }, signal }))).items[0] ?? null,
})

export const reportQuery = (id: string) =>
  queryOptions<Report, Error, Report, string[]>({
    queryKey: ['reports', id],
    queryFn: ({ signal }) => body(api.GET('/api/reports/{id}', { params: { path: { id } }, signal })),
  })

/** All reports, page after page, the newest first. */
export const reportsQuery = infiniteQueryOptions({
  queryKey: ['reports', 'list'],
  queryFn: ({ pageParam, signal }) =>
    body(api.GET('/api/reports', { params: { query: { cursor: pageParam, limit: 20 } }, signal })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last) => last.nextCursor ?? undefined,
})

/** Has the server compute the report's figures again, and compare. */
export const verifyReport = (id: string) => body(api.POST('/api/reports/{id}/verify', { params: { path: { id } } }))
