import { Alert, Anchor } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Link } from 'react-router'
import { latestReportQuery } from '@/api/reports'
import { type Plan, project, storedRetirementQuery } from '@/api/retirement'

/** Says so where the last report was made of other inputs than the plan has now. */
export function StaleBanner({ base }: { base: Plan }) {
  const report = useQuery(latestReportQuery)
  const stored = useQuery({ ...storedRetirementQuery, enabled: Boolean(report.data) })
  const hash = stored.data?.projection?.inputsHash
  const now = useHash(base, hash !== undefined)
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

/** What the plan's inputs hash to, asked as an analysis asks. */
function useHash(base: Plan, wanted: boolean): string | null {
  const [hash, setHash] = useState<string | null>(null)
  useEffect(() => {
    if (!wanted) return
    const abort = new AbortController()
    project({ plan: base }, 'full', abort.signal).then(
      (p) => setHash(p.inputsHash),
      () => setHash(null), // the banner is an extra: without an answer there is none
    )
    return () => abort.abort()
  }, [base, wanted])
  return hash
}
