import { describe, expect, it } from 'vitest'
import type { Lever } from '@/api/retirement'
import { money } from '@/lib/format'
import { leverInWords, monthsInWords } from './lever'

const said = (name: string, value: string, unit: Lever['unit']) =>
  leverInWords({ name, value, unit, label: 'Sell the boat', successRate: 0.851, reached: true }, money)

describe('what a lever asks for', () => {
  it.each([
    ['1', '1 month'],
    ['14', '14 months'],
    ['24', '2 years'],
    ['37', '37 months'],
  ])('takes %s months for %s', (value, words) => expect(monthsInWords(value)).toBe(words))

  it('is said as a thing to do', () => {
    expect(said('retire_later', '14', 'months')).toBe('Work 14 months longer')
    expect(said('retire_later', '1', 'months')).toBe('Work 1 month longer')
    expect(said('claim_later', '24', 'months')).toBe('Claim Social Security 2 years later')
    expect(said('spend_less', '400.00', 'dollars_a_month')).toBe('Spend $400 less a month')
    expect(said('save_more', '50.00', 'dollars_a_month')).toBe('Save $50 more a month')
  })

  it('is said with its label where the page does not know it', () => {
    expect(said('unheard_of', '90', 'dollars_a_month')).toBe('Sell the boat: $90 a month')
  })
})
