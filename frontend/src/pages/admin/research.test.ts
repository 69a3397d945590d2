import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Round } from '@/api/admin'
import { begunInWords, keptInWords, pageInWords, pause, reasonInWords, sumOf } from './research'

const source = (...path: string[]) => readFileSync(join(process.cwd(), '..', 'internal', 'research', ...path), 'utf8')

describe('a round of research in words', () => {
  it('says every reason that the server knows', () => {
    const codes = [source('search.go'), source('fetch', 'refused.go')].flatMap((text) =>
      [...text.matchAll(/^\s+[rR]eason\w+(?:\s+Reason)?\s+= "(\w+)"/gm)].map((m) => m[1] ?? ''),
    )
    expect(codes.length).toBeGreaterThan(20)
    expect(codes.filter((code) => reasonInWords(code) === code)).toEqual([])
  })
  it('tells a reason that it does not know as it is', () => expect(reasonInWords('moon_phase')).toBe('moon_phase'))

  it.each([
    [{ outcome: 'refused', reason: 'robots' }, 'left out: the site’s robots.txt asks not to read it'],
    [{ outcome: 'stored', reason: '' }, 'stored'],
    [{ outcome: 'off_topic', reason: '' }, 'off topic'],
    [{ outcome: 'stored', reason: 'found_later' }, 'stored: it is kept, and found once the embedder takes it'],
  ] as const)('of %j', (page, said) => expect(pageInWords(page)).toBe(said))

  it('sums its pages', () => {
    expect(sumOf([])).toBe('no page that is new and near')
    const all = (['refused', 'stored', 'known', 'off_topic', 'stored'] as const).map((outcome) => ({ outcome }))
    expect(sumOf(all)).toBe('2 stored, 1 known before, 1 off topic, 1 left out')
  })

  it.each([
    [900, '15 minutes'],
    [3600, '1 hour'],
    [5400, '90 minutes'],
    [21_600, '6 hours'],
    [86_400, '1 day'],
  ])('comes every %d seconds', (seconds, said) => expect(pause(seconds)).toBe(said))

  it('says what became of one that was asked for', () => {
    const round = { topic: 'bonds', endedAt: null, pages: [] } as unknown as Round
    expect(begunInWords(null)).toBe('A round has begun; it goes on.')
    expect(begunInWords(round)).toBe('A round about “bonds” has begun; what becomes of it is listed below.')
    expect(begunInWords({ ...round, endedAt: '2026-11-29T10:00:00Z' })).toBe(
      'A round about “bonds” has ended: no page that is new and near.',
    )
  })

  it('says what is kept', () =>
    expect(keptInWords({ documents: { research: 12 } })).toBe(
      'Kept for everybody: 12 found by the researcher, 0 brought by a program.',
    ))
})
