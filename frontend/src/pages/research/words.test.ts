import { describe, expect, it } from 'vitest'
import { Problem } from '@/api/problem'
import { actForAnother } from '@/test/server'
import { cosine, dated, howFound, nearness, originWord, ownWord, refusedQuestion, siteOf, whyNot, whyNotAdded } from './words'

describe('a passage in words', () => {
  it.each([
    [1, 'close match'],
    [0.45, 'close match'],
    [0.449, 'some match'],
    [0.25, 'some match'],
    [0.249, 'weak match'],
    [0, 'weak match'],
    [-1, 'weak match'],
  ])('at %d is a %s', (score, said) => expect(nearness(score)).toBe(said))

  it('has its number', () => expect(cosine(0.567)).toBe('Cosine with what you asked: 0.57'))

  it.each([
    ['2026-10-30', 'published October 30, 2026'],
    [null, 'undated, kept since November 2, 2026'],
  ])('of %s', (publishedOn, said) => expect(dated({ publishedOn, addedAt: '2026-11-02T10:00:00Z' })).toBe(said))

  it.each([
    [true, 'yours', 'Your own'],
    [false, 'theirs', 'Their own'],
  ])('is said to be whose it is', (own, word, badge) => {
    if (!own) actForAnother()
    expect(originWord({ origin: 'person' })).toBe(word)
    expect(ownWord()).toBe(badge)
    expect(originWord({ origin: 'ingest' })).toBe('brought by a program')
    expect(originWord({ origin: 'research' })).toBe('found by the researcher')
  })

  it.each([
    ['words-1', /^Searched by words/],
    ['lexical', /^Searched by words/],
    ['text-embedding-3-small', /^Searched by meaning, as text-embedding-3-small/],
  ])('is found by %s', (name, said) => expect(howFound({ name, dimension: 192 })).toMatch(said))
})

describe('a source', () => {
  it.each([
    ['https://www.bls.gov/news?x=1', 'bls.gov'],
    ['HTTPS://Example.ORG', 'example.org'],
    ['https://аррӏе.example/', 'xn--80ak6aa92e.example'],
    ['https://bank.example@outside.example/', undefined],
    ['http://example.org/', undefined],
    ['javascript:hit()', undefined],
    ['https://', undefined],
    ['a book', undefined],
  ])('%s leads to %s', (source, site) => expect(siteOf(source)).toBe(site))
})

describe('a failure', () => {
  const problem = (status: number, detail: string, location = '') =>
    new Problem(status, { detail, errors: location ? [{ location, message: detail }] : [] })

  it('of the question stands at the question', () => {
    expect(refusedQuestion(problem(422, 'is empty', 'query.query'))).toBe('Is empty')
    expect(refusedQuestion(problem(422, 'is not between 1 and 50', 'query.k'))).toBeUndefined()
    expect(refusedQuestion(new Error('x'))).toBeUndefined()
  })
  it('says who can mend it, and that nothing is lost', () => {
    expect(whyNot(problem(409, 'embed them anew'))).toBe('Whoever runs Alex has to mend this: embed them anew.')
    expect(whyNot(problem(503, 'away'))).toMatch(/away for a moment/)
    expect(whyNot(problem(500, 'x'))).toBeUndefined()
    expect(whyNotAdded(problem(503, 'away'))).toMatch(/makes no second one/)
    expect(whyNotAdded(problem(409, 'there are 200 of your own'))).toBeUndefined()
  })
})
