import { describe, expect, it } from 'vitest'
import { byUrgency, type Check, inWords } from './checks'

const check = (change: Partial<Check>): Check => ({
  id: 'fees',
  status: 'pass',
  measured: 0.04,
  limit: 0.3,
  text: 'raw',
  ...change,
})

describe('health checks', () => {
  it('put what fails first', () => {
    const list = ['pass', 'warn', 'fail', 'pass', 'fail'].map((status, i) => check({ status, id: `${i}` }))
    expect(byUrgency(list).map((c) => c.id)).toEqual(['2', '4', '1', '0', '3'])
  })
  it('say the measure with its limit', () => {
    expect(inWords(check({ id: 'target_drift', measured: 13.9412, limit: 10 }))).toMatchObject({
      text: 'The largest distance from a target is 13.94 points; the limit is 10.',
      to: '/rebalance',
    })
  })
  it('never make the two sides of a limit look equal', () => {
    expect(inWords(check({ id: 'region_concentration', measured: 85.0012, limit: 85 })).text).toContain('85.0012%')
    expect(inWords(check({ id: 'region_concentration', measured: 85, limit: 85 })).text).toContain('85% of your stocks')
  })
  it('add why one warns though its limit is kept', () => {
    const text = 'age of the oldest price in days: 0 (limit 7); prices without a date: 2'
    expect(inWords(check({ id: 'stale_price', status: 'warn', measured: 0, limit: 7, text })).text).toBe(
      'The oldest price is 0 days older than the newest; the limit is 7. Prices without a date: 2.',
    )
  })
  it('say a check that is new in the words of the server', () => {
    expect(inWords(check({ id: 'new_rule', text: 'something: 3 (limit 2)' }))).toMatchObject({
      title: 'New rule',
      text: 'something: 3 (limit 2)',
    })
  })
})
