import { useEffect, useMemo, useState } from 'react'
import { type Plan, type Projection, type ProjectionOptions, project } from '@/api/retirement'
import { LatestWins } from './latestWins'
import { samePlan } from './planEdits'

type Asked = { plan: Plan; base: Plan; options: ProjectionOptions }
type Shown = { asked: Asked; projection: Projection }

/** What a plan comes to, followed while it is edited. */
export type Followed = {
  /** The newest answer, and the newest that looked closer: it may be about a plan a moment ago. */
  now: Shown | null
  closer: Shown | null
  error: unknown
  retry: () => void
}

export function useProjection(plan: Plan, base: Plan, options: ProjectionOptions): Followed {
  const [now, setNow] = useState<Shown | null>(null)
  const [closer, setCloser] = useState<Shown | null>(null)
  const [error, setError] = useState<unknown>(null)

  const follower = useMemo(
    () =>
      new LatestWins<Asked, Projection>(
        ({ plan, base, options }, detail, signal) =>
          project({ plan, against: samePlan(plan, base) ? undefined : base, ...options }, detail, signal),
        {
          answered: (projection, asked, detail) => {
            setError(null)
            setNow({ asked, projection })
            if (detail === 'full') setCloser({ asked, projection })
          },
          failed: setError,
        },
      ),
    [],
  )

  useEffect(() => follower.ask({ plan, base, options }), [follower, plan, base, options])
  useEffect(() => () => follower.stop(), [follower])

  return { now, closer, error, retry: () => follower.retry() }
}
