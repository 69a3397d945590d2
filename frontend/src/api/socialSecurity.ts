import { queryOptions } from '@tanstack/react-query'
import { apiURL, authorizedFetch } from './client'
import { problemOf } from './problem'

// until the schema has it
export type Claims = {
  fullAge: { years: number; months: number }
  claims: { age: number; percent: number; annual: string | null; monthly: string | null }[]
}

/** What a benefit becomes by the age at which it is claimed, 62 to 70, for somebody born as the record says. */
export const claimsQuery = (annualAtFullAge: string, birthDate: string | null) =>
  queryOptions({
    queryKey: ['social-security', annualAtFullAge, birthDate],
    queryFn: async ({ signal }): Promise<Claims> => {
      const url = apiURL('/api/social-security')
      url.searchParams.set('annualAtFullAge', annualAtFullAge)
      const response = await authorizedFetch(new Request(url, { signal }))
      if (!response.ok) throw await problemOf(response)
      return response.json()
    },
    enabled: Number(annualAtFullAge) > 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
