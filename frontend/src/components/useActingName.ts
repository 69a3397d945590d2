import { useQuery } from '@tanstack/react-query'
import { readActing } from '@/api/acting'
import { nameOf, ownGrantsQuery } from '@/api/grants'

/** The name of whom one acts for. A tab keeps the id alone: after a reload the name is asked for, and empty meanwhile. */
export function useActingName(): string {
  const acting = readActing()
  const { data } = useQuery({ ...ownGrantsQuery(acting?.by ?? ''), enabled: acting !== null && !acting.name })
  if (!acting) return ''
  const grant = data?.find((g) => g.direction === 'received' && g.person?.id === acting.id)
  return acting.name || (grant ? nameOf(grant) : '')
}
