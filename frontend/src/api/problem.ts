import type { components } from './schema'

type ProblemBody = Partial<components['schemas']['Problem']>

/** An answer of the API that is not the one that was asked for (RFC 9457), or no answer at all. */
export class Problem extends Error {
  /** The HTTP status; 0 where there was no answer. */
  readonly status: number
  readonly code: string
  readonly requestId: string
  /** The refused fields; a location is "body.quantity" or "query.mode". */
  readonly errors: { location: string; message: string }[]
  /** With 412: what the resource is now. */
  readonly current: unknown
  /** Seconds to wait before the next try. */
  readonly retryAfter: number | null
  readonly body: ProblemBody

  constructor(status: number, body: ProblemBody, retryAfter: number | null = null) {
    super(body.detail || body.title || 'Alex did not answer')
    this.name = 'Problem'
    this.status = status
    this.code = body.code ?? 'unreachable'
    this.requestId = body.requestId ?? ''
    this.errors = body.errors ?? []
    this.current = body.current
    this.retryAfter = retryAfter
    this.body = body
  }

  /** The message of one field of the body: fieldError('quantity'). */
  fieldError(field: string): string | undefined {
    return this.errors.find((e) => e.location === `body.${field}` || e.location === field)?.message
  }

  /** All refused fields by name, for a form. */
  fields(): Record<string, string> {
    return Object.fromEntries(this.errors.map((e) => [e.location.replace(/^body\./, ''), e.message]))
  }
}

export const unreachable = () =>
  new Problem(0, {
    title: 'Alex cannot be reached',
    detail: 'Alex cannot be reached. Check your connection; nothing you typed is lost.',
  })

/** The problem that a failed answer carries. */
export async function problemOf(response: Response): Promise<Problem> {
  const wait = Number(response.headers.get('Retry-After'))
  const text = await response.text().catch(() => '')
  let body: ProblemBody = {}
  try {
    body = JSON.parse(text)
  } catch {
    // A proxy's page: the status has to do.
  }
  if (!body.detail) body.detail = `Alex answered with status ${response.status}.`
  return new Problem(response.status, body, wait > 0 ? wait : null)
}

/** Whether the same request may work a little later. */
export const isTransient = (e: unknown) => e instanceof Problem && [0, 429, 502, 503, 504].includes(e.status)
