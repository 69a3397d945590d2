import { queryOptions } from '@tanstack/react-query'
import { apiURL, authorizedFetch } from './client'
import { problemOf } from './problem'

// until the schema has it
export type Question = { id: string; text: string; takes: 'none' | 'money' | 'age' | 'percent' }
export type Answer = {
  id: string | null
  question: string
  answer: string
  figures: { label: string; value: string; unit: string; text: string; source: string }[] | null
  where: string
  hypothetical: boolean
  suggestions: { id: string; text: string }[] | null
}

async function json<T>(request: Request): Promise<T> {
  const response = await authorizedFetch(request)
  if (!response.ok) throw await problemOf(response)
  return response.json()
}

/** The questions that can be asked without a model. */
export const questionsQuery = queryOptions({
  queryKey: ['ask'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async ({ signal }) => (await json<{ items: Question[] }>(new Request(apiURL('/api/ask'), { signal }))).items,
})

export const ask = (input: { question?: string; id?: string; value?: string }) =>
  json<Answer>(
    new Request(apiURL('/api/ask'), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(input),
    }),
  )
