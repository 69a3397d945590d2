import { apiURL, authorizedFetch } from './client'
import { problemOf } from './problem'

// until the schema has it
export type Mark = 'considering' | 'done' | 'not_for_me'
export type Choice = {
  key: string
  title: string
  template: string
  markdown: string
  mark: Mark | null
  markedAt: string | null
}

/** Marks an option of a report, or clears its mark. */
export async function markChoice(reportId: string, key: string, mark: Mark | null): Promise<Choice> {
  const response = await authorizedFetch(
    new Request(apiURL(`/api/reports/${reportId}/choices/${key}`), {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ mark }),
    }),
  )
  if (!response.ok) throw await problemOf(response)
  return response.json()
}
