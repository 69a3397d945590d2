import { Alert, Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Link, useNavigate, useParams, useSearchParams } from 'react-router'
import { cancelJob, isActive, type Job } from '@/api/jobs'
import { analysisKeys } from '@/api/portfolio'
import { Failure } from '@/components/Failure'
import { Page } from '@/components/Page'
import { Panel } from '@/components/Panel'
import { useAnalyze } from '@/components/useAnalyze'
import { duration, time } from '@/lib/format'
import { AgentTree } from './AgentTree'
import { elapsed } from './agents'
import { TraceTree } from './TraceTree'
import { useJob } from './useJob'

// How long a finished job is shown before its report opens by itself.
const linger = 900

/** The agents at work, live; then the report. ?stay=1 keeps a finished job on the page. */
export default function Analysis() {
  const { jobId = '' } = useParams()
  return <OneAnalysis key={jobId} jobId={jobId} />
}

function OneAnalysis({ jobId }: { jobId: string }) {
  const [search] = useSearchParams()
  const stay = search.has('stay')
  const navigate = useNavigate()
  const client = useQueryClient()
  const { job, isAway, error, retry } = useJob(jobId)
  const [stayed, setStayed] = useState(stay)
  const [sawItRun, setSawItRun] = useState(false)

  useEffect(() => {
    if (isActive(job)) setSawItRun(true)
    if (!job?.reportId || isActive(job)) return
    for (const queryKey of analysisKeys) void client.invalidateQueries({ queryKey })
    if (stayed) return
    const timer = setTimeout(() => navigate(`/reports/${job.reportId}`, { replace: true }), sawItRun ? linger : 0)
    return () => clearTimeout(timer)
  }, [job, stayed, sawItRun, navigate, client])

  return (
    <Page title="Analysis" lead={job ? lead(job) : 'Looking for the job'} actions={job ? <Actions job={job} /> : null}>
      {error ? <Failure error={error} what="This analysis cannot be shown" retry={retry} /> : null}
      {isAway ? (
        <Alert color="yellow" role="status" title="Alex does not answer just now">
          The analysis goes on by itself, and nothing is lost. Looking again every few seconds.
        </Alert>
      ) : null}
      {job?.status === 'failed' ? <Failed job={job} /> : null}
      {job?.reportId ? (
        <Alert color="green" role="status" title="The report is ready">
          <Group>
            <Button component={Link} to={`/reports/${job.reportId}`} size="xs">
              Read the report
            </Button>
            {stayed ? null : (
              <Button size="xs" variant="default" onClick={() => setStayed(true)}>
                Stay here
              </Button>
            )}
          </Group>
        </Alert>
      ) : null}
      {error ? null : (
        <Panel title="The agents">
          {job ? (
            <AgentTree job={job} />
          ) : (
            <Stack role="status" aria-label="Reading the job">
              {[0, 1, 2, 3, 4].map((i) => (
                <Skeleton key={i} h={36} />
              ))}
            </Stack>
          )}
        </Panel>
      )}
      {job && !isActive(job) ? <TraceTree jobId={job.id} /> : null}
    </Page>
  )
}

function lead(job: Job): string {
  const took = elapsed(job.startedAt, job.completedAt)
  switch (job.status) {
    case 'pending':
      return 'Waiting for a worker. You can leave this page: the analysis goes on.'
    case 'running':
      return job.attempt > 1
        ? `Taken up again (attempt ${job.attempt}). What was finished is kept.`
        : 'At work. You can leave this page: the analysis goes on.'
    case 'completed':
      return `Finished ${time(job.completedAt)}, in ${duration(took)}.`
    case 'cancelled':
      return 'Cancelled.'
    default:
      return 'Ended without a report.'
  }
}

function Actions({ job }: { job: Job }) {
  const cancelling = useMutation({ mutationFn: () => cancelJob(job.id) })
  if (!isActive(job)) return null
  return (
    <Button variant="default" size="sm" loading={cancelling.isPending} onClick={() => cancelling.mutate()}>
      {cancelling.isError ? 'Not cancelled: try again' : 'Cancel'}
    </Button>
  )
}

function Failed({ job }: { job: Job }) {
  const { analyze, isStarting } = useAnalyze()
  const culprit = (job.steps ?? []).find((s) => s.status === 'failed')
  return (
    <Alert color="red" role="alert" title="The analysis failed">
      <Text size="sm">{job.error || 'Alex could not finish it.'}</Text>
      {culprit ? (
        <Text size="sm">
          It stopped at the {culprit.agent}
          {culprit.error ? ` (${culprit.error})` : ''}. Your data is untouched.
        </Text>
      ) : null}
      <Button mt="xs" size="xs" variant="default" loading={isStarting} onClick={analyze}>
        Try again
      </Button>
    </Alert>
  )
}
