import { QueryClient } from '@tanstack/react-query'
import { isTransient, Problem } from './problem'

/** Reads are tried again while Alex is away or busy; writes never: a person decides that. */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (failures, error) => isTransient(error) && failures < 3,
        retryDelay: (failures, error) =>
          error instanceof Problem && error.retryAfter
            ? Math.min(error.retryAfter, 15) * 1000
            : Math.min(500 * 2 ** failures, 4000),
      },
      mutations: { retry: false },
    },
  })
}
