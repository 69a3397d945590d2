import { useEffect, useState } from 'react'
import { followJob } from '@/api/follow'
import type { Job } from '@/api/jobs'

/** A job as it is by now; away while Alex does not answer, error where there is no such job. */
export function useJob(id: string): { job: Job | null; isAway: boolean; error: unknown; retry: () => void } {
  const [job, setJob] = useState<Job | null>(null)
  const [isAway, setAway] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [attempt, setAttempt] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a further attempt follows the job anew
  useEffect(() => {
    const stop = new AbortController()
    setError(null)
    followJob(
      id,
      (next) => {
        if (stop.signal.aborted) return
        setJob(next)
      },
      setAway,
      stop.signal,
    ).catch((e) => {
      if (!stop.signal.aborted) setError(e)
    })
    return () => stop.abort()
  }, [id, attempt])
  return { job: job?.id === id ? job : null, isAway, error, retry: () => setAttempt((n) => n + 1) }
}
