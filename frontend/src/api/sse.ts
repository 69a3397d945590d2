/** One server-sent event; data is all its data lines. */
export type ServerEvent = { event: string; data: string; id: string }

/**
 * Reads server-sent events (WHATWG HTML, 9.2.6) from pieces of text that may
 * be cut anywhere. `retry` holds what the server asked last, in milliseconds.
 */
export class EventParser {
  retry: number | null = null
  private rest = ''
  private event = ''
  private data: string[] = []
  private id = ''

  /** The events that a further piece completes. */
  push(piece: string): ServerEvent[] {
    const events: ServerEvent[] = []
    this.rest += piece
    for (;;) {
      const end = /\r\n|\n|\r(?=[^\n])/.exec(this.rest) // a lone CR at the end may be half of CRLF
      if (!end) return events
      const line = this.rest.slice(0, end.index)
      this.rest = this.rest.slice(end.index + end[0].length)
      const event = this.take(line)
      if (event) events.push(event)
    }
  }

  private take(line: string): ServerEvent | null {
    if (line === '') {
      const event = this.data.length > 0 ? { event: this.event || 'message', data: this.data.join('\n'), id: this.id } : null
      this.event = ''
      this.data = []
      return event
    }
    const colon = line.indexOf(':')
    if (colon === 0) return null // a comment
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (field === 'event') this.event = value
    else if (field === 'data') this.data.push(value)
    else if (field === 'id') this.id = value
    else if (field === 'retry' && /^\d+$/.test(value)) this.retry = Number(value)
    return null
  }
}
