import { Alert, Anchor } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { Link } from 'react-router'
import { isActive, type JobSummary } from '@/api/jobs'
import { analysisKeys } from '@/api/portfolio'

/** An analysis that is under way, or one that failed and wants to be looked at. */
export function RunningJob({ job }: { job: JobSummary | null | undefined }) {
  const client = useQueryClient()
  const active = isActive(job)
  const was = useRef(active)
  useEffect(() => {
    // What an analysis has written is read anew once it ends.
    if (was.current && !active) {
      for (const key of analysisKeys) void client.invalidateQueries({ queryKey: key })
    }
    was.current = active
  }, [active, client])
  if (!job) return null
  const link = (text: string) => (
    <Anchor component={Link} to={`/analysis/${job.id}`}>
      {text}
    </Anchor>
  )
  if (active) {
    return (
      <Alert variant="light" role="status">
        An analysis is running. {link('Watch it')}
      </Alert>
    )
  }
  if (job.status !== 'failed') return null
  return (
    <Alert color="red" variant="light" role="status">
      The last analysis failed; your data is as it was. {link('See why, and try again')}
    </Alert>
  )
}
