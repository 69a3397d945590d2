import { Alert, Anchor } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { latestReportQuery } from '@/api/reports'
import { type AssumptionsId, type Plan, project, storedRetirementQuery } from '@/api/retirement'

/** Says so where the last report was made of other inputs than the plan has now. */
export function StaleBanner({ base, assumptions }: { base: Plan; assumptions: AssumptionsId }) {
  const report = useQuery(latestReportQuery)
  const stored = useQuery(storedRetirementQuery(report.data?.id))
  const hash = stored.data?.projection?.inputsHash
  // Asked as an analysis asks, for the hash is of all that decides. An extra: without an answer there is no banner.
  const { data: now } = useQuery({
    queryKey: ['plan', 'hash', base, assumptions],
    queryFn: async ({ signal }) => (await project({ plan: base, assumptions }, 'full', signal)).inputsHash,
    enabled: hash !== undefined,
  })
  if (!hash || !now || hash === now) return null
  return (
    <Alert color="yellow" variant="light" title="Your inputs changed since the last report">
      This page shows the plan as it is now; the report tells the one before.{' '}
      <Anchor component={Link} to={`/reports/${report.data?.id ?? ''}`}>
        Read that report
      </Anchor>{' '}
      or analyze again.
    </Alert>
  )
}
