import { describe, expect, it } from 'vitest'
import type { Import, Preview } from '@/api/imports'
import { Problem } from '@/api/problem'
import { unknownLayout } from './useWizard'
import { begin, type Event, next, type Wizard } from './wizard'

const file = (name: string) => new File(['symbol,quantity'], name)
const preview = { previewId: 'p' } as Preview
const done = (importId: string, status = 'applied') => ({ importId, status }) as Import
const then = (w: Wizard, ...events: Event[]) => events.reduce(next, w)

describe('the wizard', () => {
  it('begins by asking, or with the file that was dropped', () => {
    expect(begin([]).step.kind).toBe('choose')
    expect(begin([file('a.csv')]).step).toMatchObject({ kind: 'reading', file: { name: 'a.csv' } })
  })

  it('takes one file after the other and ends with what was imported', () => {
    const first = then(begin([file('a.csv'), file('b.csv')]), { type: 'previewed', preview }, { type: 'importing' })
    expect(first.step).toMatchObject({ kind: 'review', isImporting: true })
    const second = next(first, { type: 'imported', import: done('1') })
    expect(second).toMatchObject({ step: { kind: 'reading', file: { name: 'b.csv' } }, queue: [] })
    expect(next(second, { type: 'skipped' })).toMatchObject({ step: { kind: 'done' }, imported: [{ import: { importId: '1' } }] })
  })

  it('keeps the file after a failure to read and a failure to import', () => {
    const failed = next(begin([file('a.csv')]), { type: 'failed', failure: 'away' })
    expect(failed.step).toMatchObject({ kind: 'failed', file: { name: 'a.csv' } })
    const reading = next(failed, { type: 'retry' })
    expect(reading.step).toMatchObject({ kind: 'reading', file: { name: 'a.csv' } })
    const refused = then(reading, { type: 'previewed', preview }, { type: 'importing' }, { type: 'failed', failure: 'busy' })
    expect(refused.step).toMatchObject({ kind: 'review', preview, isImporting: false, failure: 'busy' })
  })

  it('reads a mapped file with its mapping, and keeps both on a failure', () => {
    const unknown = { headers: ['Ticker', 'Units'], columns: {}, problem: new Problem(422, {}) }
    const columns = { symbol: 'Ticker', quantity: 'Units' }
    const reading = then(begin([file('a.csv')]), { type: 'unknown', unknown }, { type: 'mapped', columns })
    expect(reading.step).toMatchObject({ kind: 'reading', mapped: { columns, headers: ['Ticker', 'Units'] } })
    const again = then(reading, { type: 'failed', failure: 'away' }, { type: 'retry' })
    expect(again.step).toMatchObject({ kind: 'reading', mapped: { columns } })
  })

  it('marks what was undone', () => {
    const w = then(begin([file('a.csv')]), { type: 'previewed', preview }, { type: 'imported', import: done('1') })
    expect(next(w, { type: 'undone', import: done('1', 'undone') }).imported).toEqual([{ import: done('1', 'undone') }])
  })
})

describe('an unknown layout', () => {
  it('offers what the server filled in', () => {
    const problem = new Problem(422, { columns: ['Ticker'], mapping: { columns: { symbol: 'Ticker' } } })
    expect(unknownLayout(problem, undefined)).toMatchObject({ headers: ['Ticker'], columns: { symbol: 'Ticker' } })
  })
  it('keeps the headers where the mapping is refused without them', () => {
    const problem = new Problem(422, { errors: [{ location: 'body.mapping.columns.quantity', message: 'is missing' }] })
    const mapped = { headers: ['Ticker'], columns: { symbol: 'Ticker' } }
    expect(unknownLayout(problem, mapped)).toMatchObject(mapped)
  })
  it('is no other refusal', () => {
    expect(unknownLayout(new Problem(422, { detail: 'file: the file is empty' }), undefined)).toBeNull()
    expect(unknownLayout(new Problem(413, {}), undefined)).toBeNull()
  })
})
