import { queryOptions } from '@tanstack/react-query'
import { api, body } from './client'

/** Where one is signed in; local accounts alone have them. */
export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: async ({ signal }) => (await body(api.GET('/api/sessions', { signal }))).items,
})

export const endSession = (id: string) => api.DELETE('/api/sessions/{id}', { params: { path: { id } } })

/** Signs out everywhere but here. */
export const endOtherSessions = () => api.DELETE('/api/sessions')
