import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Problem } from '@/api/problem'
import { type Person, type PersonInput, personInput, personKeys, personQuery, putPerson } from '@/api/user'

/** What an answer makes of the record. */
export type Change = (record: PersonInput) => PersonInput

/**
 * Saves one answer into the record as it was last read. Where another tab or
 * person changed the record meanwhile, nothing is saved: `theirs` is what it is
 * by now, and a second save is made on top of it.
 */
export function useSavePerson() {
  const client = useQueryClient()
  const mutation = useMutation({
    mutationFn: async (change: Change) => {
      const { value, etag } = await client.ensureQueryData(personQuery)
      return putPerson(change(personInput(value)), etag)
    },
    onSuccess: (saved) => {
      client.setQueryData(personQuery.queryKey, saved)
      for (const key of personKeys) void client.invalidateQueries({ queryKey: key })
    },
  })
  const problem = mutation.error instanceof Problem ? mutation.error : null
  const theirs = problem?.status === 412 ? (problem.current as Person | undefined) : undefined
  return {
    ...mutation,
    problem,
    isConflict: problem?.status === 412,
    theirs,
    /** Reads the record as it is now, for keeping mine on top of it or for taking it. */
    reread: () => client.fetchQuery({ ...personQuery, staleTime: 0 }),
  }
}
