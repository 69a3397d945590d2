import { queryOptions } from '@tanstack/react-query'
import { api, body } from './client'
import type { components } from './schema'

export type Claims = components['schemas']['ClaimList']

/** What a benefit becomes by the age at which it is claimed, 62 to 70, for somebody born as the record says. */
export const claimsQuery = (annualAtFullAge: string, birthDate: string | null) =>
  queryOptions({
    queryKey: ['social-security', annualAtFullAge, birthDate],
    queryFn: ({ signal }) => {
      const birthYear = birthDate ? Number(birthDate.slice(0, 4)) : undefined
      return body(api.GET('/api/social-security', { params: { query: { annualAtFullAge, birthYear } }, signal }))
    },
    enabled: Number(annualAtFullAge) > 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
