import { describe, expect, it } from 'vitest'
import { Problem } from '@/api/problem'
import { inputOf, nothing, readText, refusals, withFile } from './text-form'

describe('a text of one’s own', () => {
  it('is sent without what is empty', () => {
    expect(inputOf({ ...nothing, title: ' Rates ', text: ' Bonds.\n' })).toEqual({ title: 'Rates', text: ' Bonds.\n' })
    expect(inputOf({ title: '', text: 'x', source: ' a book ', publishedOn: '2026-10-30' })).toEqual({
      title: '',
      text: 'x',
      source: 'a book',
      publishedOn: '2026-10-30',
    })
  })

  it('has what is wrong at its fields', () => {
    const errors = [
      { location: 'body.publishedOn', message: 'is in the future' },
      { location: 'source', message: 'has 1001 characters' },
    ]
    expect(refusals(new Problem(422, { errors }))).toEqual({ publishedOn: 'Is in the future', source: 'Has 1001 characters' })
    expect(refusals(new Problem(413, { detail: 'the body is larger than 1 MiB' }))).toEqual({
      text: 'The body is larger than 1 MiB',
    })
    for (const other of [new Problem(409, { detail: 'there are 200' }), new Problem(503, {}), new Error('x'), null])
      expect(refusals(other)).toEqual({})
  })
})

describe('a file', () => {
  const file = (name: string, ...parts: BlobPart[]) => new File(parts, name)
  it.each(['notes.txt', 'notes.MD'])('%s is read', async (name) =>
    expect(await readText(file(name, 'Über bonds'))).toEqual({ text: 'Über bonds', title: 'notes', source: name }),
  )
  it.each<[string, BlobPart, RegExp]>([
    ['a.pdf', 'x', /\.txt or \.md/],
    ['txt', 'x', /\.txt or \.md/],
    ['latin.txt', new Uint8Array([0x66, 0xff]), /UTF-8/],
    ['bytes.txt', 'a\0b', /UTF-8/],
  ])('%s is refused', async (name, part, why) =>
    expect(await readText(file(name, part))).toEqual({ refused: expect.stringMatching(why) }),
  )
  it('is not read where it is too large', async () => {
    const large = 'x'.repeat((1 << 20) + 1)
    expect(await readText(file('a.md', large))).toEqual({ refused: 'The file has more than 1 MiB' })
    expect(await readText(file('a.md', large.slice(1)))).toMatchObject({ text: expect.stringMatching(/^x/) })
  })
  it('leaves what was typed', () => {
    const read = { text: 'new', title: 'a', source: 'a.txt' }
    expect(withFile({ ...nothing, title: 'mine', text: 'old' }, read)).toEqual({
      ...nothing,
      title: 'mine',
      text: 'new',
      source: 'a.txt',
    })
  })
})
