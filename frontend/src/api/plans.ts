import { queryOptions } from '@tanstack/react-query'
import { api, body, pages, tagged } from './client'
import type { components } from './schema'

export type NamedPlan = components['schemas']['NamedPlan']
export type NamedPlanInput = components['schemas']['NamedPlanInput']

export const plansQuery = queryOptions({
  queryKey: ['plans'],
  queryFn: ({ signal }) => pages((cursor) => body(api.GET('/api/plans', { params: { query: { cursor, limit: 100 } }, signal }))),
})

/** A plan with the ETag that an edit of it has to name. */
export const readPlan = (id: string) => tagged(api.GET('/api/plans/{id}', { params: { path: { id } } }))

/** The key is one for each intent of a person, and stays for a retry of the same plan. */
export const createPlan = (plan: NamedPlanInput, key: string) =>
  body(api.POST('/api/plans', { params: { header: { 'Idempotency-Key': key } }, body: plan }))

export const putPlan = (id: string, plan: NamedPlanInput, etag: string) =>
  tagged(api.PUT('/api/plans/{id}', { params: { path: { id }, header: { 'If-Match': etag } }, body: plan }))

export async function deletePlan(id: string, etag: string): Promise<void> {
  await api.DELETE('/api/plans/{id}', { params: { path: { id }, header: { 'If-Match': etag } } })
}

/** A stored plan as it is given: without what the server adds. */
export function planInput(plan: NamedPlan): NamedPlanInput {
  const { id: _, createdAt: __, updatedAt: ___, ...rest } = plan
  return rest
}
