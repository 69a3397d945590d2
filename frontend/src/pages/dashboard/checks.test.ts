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
  it('say a check that is new in the words of the server', () => {
    expect(inWords(check({ id: 'new_rule', text: 'something: 3 (limit 2)' }))).toMatchObject({
      title: 'New rule',
      text: 'something: 3 (limit 2)',
    })
  })
})
