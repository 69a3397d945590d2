import { api, body } from './client'
import type { components } from './schema'

export type Mark = 'considering' | 'done' | 'not_for_me'
export type Choice = components['schemas']['MarkedChoice']

/** Marks an option of a report, or clears its mark. */
export const markChoice = (reportId: string, key: string, mark: Mark | null) =>
  body(api.PUT('/api/reports/{id}/choices', { params: { path: { id: reportId } }, body: { key, mark: mark ?? 'none' } }))
