import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { api, tagged } from './client'
import { Problem } from './problem'
import type { components } from './schema'
import { type Model, placesOf } from './site'

export type Person = components['schemas']['PersonBody']
export type PersonInput = components['schemas']['PersonInput']

export const personQuery = queryOptions({ queryKey: ['user'], queryFn: ({ signal }) => tagged(api.GET('/api/user', { signal })) })

/** What is worked out of a person's record, beside the record itself. */
export const personKeys = [['portfolio'], ['plan'], ['assumptions']]

/** The record as PUT takes it: without what is not theirs to say, and without what is unset. */
export function personInput(p: Person): PersonInput {
  const { id: _, emailVerified: __, ...rest } = p
  return Object.fromEntries(Object.entries(rest).filter(([, v]) => v !== null && v !== undefined)) as PersonInput
}

/** Replaces the record that etag names; a Problem 412 carries what it is by now. */
export const putPerson = (input: PersonInput, etag: string) =>
  tagged(api.PUT('/api/user', { params: { header: { 'If-Match': etag } }, body: input }))

/** Whether a person's yes covers each place that these models are reached at. */
export const allows = (p: Pick<Person, 'allowModels' | 'modelsSentTo'>, models: Model[]) =>
  p.allowModels && placesOf(models).every((place) => p.modelsSentTo.includes(place))

/** Whether there is nothing to ask: they said no, or a yes that covers these models. */
export const hasAnswered = (p: Person, models: Model[]) => p.modelsAnswered && (!p.allowModels || allows(p, models))

/** A yes to these models, or a no, as the record keeps it. */
export const consent = (allowModels: boolean, models: Model[]) => ({
  allowModels,
  modelsAnswered: true,
  modelsSentTo: allowModels ? placesOf(models) : [],
})

/**
 * Saves a person's yes or no to language models, and that they were asked. It
 * touches nothing else, so it is laid over what another tab saved meanwhile.
 */
export async function saveConsent(client: QueryClient, allow: boolean, models: Model[]): Promise<void> {
  const put = async () => {
    const { value, etag } = await client.fetchQuery({ ...personQuery, staleTime: 0 })
    return putPerson({ ...personInput(value), ...consent(allow, models) }, etag)
  }
  const saved = await put().catch((e) => {
    if (e instanceof Problem && e.status === 412) return put()
    throw e
  })
  client.setQueryData(personQuery.queryKey, saved)
}

/** Erases the person and everything that is theirs. */
export const deletePerson = () => api.DELETE('/api/user')
