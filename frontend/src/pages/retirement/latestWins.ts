import { Problem } from '@/api/problem'

export type Detail = 'quick' | 'full'

type Told<I, O> = {
  answered: (output: O, input: I, detail: Detail) => void
  failed: (error: unknown, input: I) => void
}

/**
 * Asks for what a person moves, no more often than every gap milliseconds: quickly
 * while it moves, and in full once it has rested. One question is under way at a
 * time and only the newest input is asked about, so that answers never come in the
 * wrong order. A 429 is waited out, and then the newest input alone is sent.
 */
export class LatestWins<I, O> {
  private input: I | undefined
  private quickDue = false
  private fullDue = false
  private movedAt = 0
  private sentAt = Number.NEGATIVE_INFINITY
  private notBefore = 0
  private flight: { detail: Detail; abort: AbortController } | null = null
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly run: (input: I, detail: Detail, signal: AbortSignal) => Promise<O>,
    private readonly tell: Told<I, O>,
    private readonly gap = 250,
    private readonly rest = 600,
  ) {}

  /** The input is this now. */
  ask(input: I) {
    this.input = input
    this.movedAt = Date.now()
    this.quickDue = true
    this.fullDue = true
    if (this.flight?.detail === 'full') this.drop() // a long answer about what is no longer asked
    this.next()
  }

  /** The newest input once more, after it failed. */
  retry() {
    if (this.input !== undefined) this.ask(this.input)
  }

  stop() {
    clearTimeout(this.timer)
    this.quickDue = false
    this.fullDue = false
    this.drop()
  }

  private drop() {
    this.flight?.abort.abort()
    this.flight = null
  }

  /** Sends what is due, or waits until it may be sent. */
  private next() {
    clearTimeout(this.timer)
    if (this.flight || !(this.quickDue || this.fullDue)) return
    const now = Date.now()
    const restedAt = this.movedAt + this.rest
    const at = Math.max(this.quickDue ? this.sentAt + this.gap : restedAt, this.notBefore)
    if (at > now) this.timer = setTimeout(() => this.next(), at - now)
    else this.send(now >= restedAt ? 'full' : 'quick')
  }

  private async send(detail: Detail) {
    const input = this.input as I
    const flight = { detail, abort: new AbortController() }
    this.flight = flight
    this.sentAt = Date.now()
    this.quickDue = false
    if (detail === 'full') this.fullDue = false
    try {
      const output = await this.run(input, detail, flight.abort.signal)
      if (this.flight !== flight) return
      this.flight = null
      this.tell.answered(output, input, detail)
    } catch (error) {
      if (this.flight !== flight) return
      this.flight = null
      this.settle(error, input)
    }
    this.next()
  }

  private settle(error: unknown, input: I) {
    if (error instanceof Problem && error.status === 429) {
      this.notBefore = Date.now() + (error.retryAfter ?? 5) * 1000
      this.quickDue = true
      this.fullDue = true
      return
    }
    if (input !== this.input) return // a newer input is due: its own answer counts
    this.fullDue = false
    this.tell.failed(error, input)
  }
}
