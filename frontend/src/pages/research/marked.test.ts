import { describe, expect, it } from 'vitest'
import { marked } from './marked'

const marks = (passage: string, question: string) =>
  marked(passage, question)
    .filter((p) => p.isMarked)
    .map((p) => p.text)

describe('the words of a question in a passage', () => {
  it.each([
    ['Bond prices fall when rates rise.', 'bond prices', ['Bond', 'prices']],
    ['A bond pays; bonds pay.', 'Why do BONDS fall?', ['bond', 'bonds']],
    ['The tax, the taxes and the taxi.', 'taxes', ['tax', 'taxes']],
    ['The price of prices.', 'price', ['price', 'prices']],
    ['Café and cafe', 'CAFE', ['Café', 'cafe']],
    ['the year’s end, two years on', 'year', ['year’s', 'years']],
    ['S&P 500 at 5,000 of a 401(k)', 'the 401(k)', ['401', 'k']],
    ['unbonded, bondage', 'bond', []],
    ['What is it?', 'what is inflation', []],
    ['What is it?', 'what is it', ['What', 'is', 'it']],
    ['<b>bond</b> $& \\1', 'b <b>', ['b', 'b']],
    ['anything', '… ?', []],
  ])('%j for %j', (passage, question, found) => expect(marks(passage, question)).toEqual(found))

  it('leave the passage as it is', () => {
    for (const passage of ['', 'no hit', 'bond', ' bond\n\nbonds’ ', '\u202Ebond\u0301s 💶 bond'])
      expect(
        marked(passage, 'bond')
          .map((p) => p.text)
          .join(''),
      ).toBe(passage)
  })
})
