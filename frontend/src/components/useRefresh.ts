import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { holdingsKeys } from '@/api/portfolio'

/** Reads again what depends on holdings. */
export function useRefresh() {
  const client = useQueryClient()
  return useCallback(async () => {
    await Promise.all(holdingsKeys.map((queryKey) => client.invalidateQueries({ queryKey })))
  }, [client])
}
