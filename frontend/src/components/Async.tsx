import { Skeleton } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Failure } from './Failure'

type Props<T> = {
  query: UseQueryResult<T>
  /** What is being read: "the portfolio". */
  what: string
  /** The height that the answer will have, so that nothing jumps; or a skeleton of its shape. */
  height?: number
  skeleton?: ReactNode
  children: (value: T) => ReactNode
}

/** A query's three states: a skeleton, a failure with Retry, the answer. A stale answer stays on while a new one fails. */
export function Async<T>({ query, what, height = 160, skeleton, children }: Props<T>) {
  if (query.data !== undefined) return children(query.data)
  if (query.isError) return <Failure error={query.error} what={`Could not read ${what}`} retry={() => query.refetch()} />
  return (
    <div role="status" aria-label={`Reading ${what}`}>
      {skeleton ?? <Skeleton h={height} />}
    </div>
  )
}
