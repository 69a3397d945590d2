import { api, apiURL, authorizedFetch, body } from './client'
import { isActive, type Job } from './jobs'
import { isTransient, Problem } from './problem'
import type { components } from './schema'
import { EventParser } from './sse'

type Step = components['schemas']['Step']

const pollEvery = 5000
const silence = 40_000 // the server is heard from every 15 seconds: a line that is dead says nothing
const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
  })

/**
 * Follows a job to its end, and says each state that it comes to. The stream of
 * events is read first; where it breaks, the job is asked for every five
 * seconds, and then the stream is tried again. What cannot pass (a job that is
 * not there) is thrown; an outage is waited out, and told by onAway.
 */
export async function followJob(
  id: string,
  onJob: (job: Job) => void,
  onAway: (away: boolean) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const job = await body(api.GET('/api/jobs/{id}', { params: { path: { id } }, signal }))
      onAway(false)
      onJob(job)
      if (!isActive(job)) return
      if (await streamed(id, job, onJob, signal)) return
    } catch (e) {
      if (signal.aborted) return
      if (e instanceof Problem && !isTransient(e) && e.status < 500) throw e
      onAway(true)
    }
    await pause(pollEvery, signal)
  }
}

/** Reads the stream until it ends; true where the job has ended. */
async function streamed(id: string, from: Job, onJob: (job: Job) => void, signal: AbortSignal): Promise<boolean> {
  const response = await authorizedFetch(new Request(apiURL(`/api/jobs/${id}/events`), { signal })).catch(() => null)
  if (!response?.ok || !response.body) return false
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  const parser = new EventParser()
  let job = from
  try {
    for (;;) {
      const { done, value } = await inTime(reader.read())
      if (done) return false
      for (const { event, data } of parser.push(value)) {
        job = next(job, event, JSON.parse(data))
        onJob(job)
        if (event === 'done') return true
      }
    }
  } catch {
    return false // the stream broke: ask for the job instead
  } finally {
    void reader.cancel().catch(() => {})
  }
}

/** The next piece of a stream, if it comes before the line counts as dead. */
function inTime<T>(piece: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout>
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('silence')), silence)
  })
  return Promise.race([piece, late]).finally(() => clearTimeout(timer))
}

/** The job after an event: a step replaces the one of its agent. */
export function next(job: Job, event: string, data: Partial<Job> & Partial<Step>): Job {
  if (event === 'done') return data as Job
  if (event === 'status') return { ...job, ...data, steps: job.steps }
  if (event !== 'step') return job
  const steps = job.steps ?? []
  const step = data as Step
  return {
    ...job,
    steps: steps.some((s) => s.agent === step.agent) ? steps.map((s) => (s.agent === step.agent ? step : s)) : [...steps, step],
  }
}
