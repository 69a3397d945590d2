import { describe, expect, it } from 'vitest'
import { EventParser } from './sse'

const text =
  ': hello\r\nretry: 1500\r\n\r\nevent: status\ndata: {"a":1}\nid: 7\n\ndata: two\ndata: lines\n\nevent: lost\n\nevent:done\ndata:{"b":2}\r\n\r\n'
const events = [
  { event: 'status', data: '{"a":1}', id: '7' },
  { event: 'message', data: 'two\nlines', id: '7' },
  { event: 'done', data: '{"b":2}', id: '7' },
]

describe('server-sent events', () => {
  it('are the same wherever the pieces are cut', () => {
    for (let size = 1; size <= text.length; size++) {
      const parser = new EventParser()
      const got = []
      for (let at = 0; at < text.length; at += size) got.push(...parser.push(text.slice(at, at + size)))
      expect(got, `pieces of ${size}`).toEqual(events)
      expect(parser.retry).toBe(1500)
    }
  })
  it('that are not complete say nothing', () => expect(new EventParser().push('event: done\ndata: {}\n')).toEqual([]))
  it('end their lines with a lone CR too', () =>
    expect(new EventParser().push('data: x\r\rdata')).toEqual([{ event: 'message', data: 'x', id: '' }]))
})
