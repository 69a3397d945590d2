import { describe, expect, it } from 'vitest'
import { followed, withSide } from './Assumptions'

const shipped = { compound: '6.7', volatility: '16.5' }
const none = { compound: '', volatility: '' }

describe('figures over a set', () => {
  it('come in pairs: the other half is filled with what was shown', () =>
    expect(withSide(none, 'compound', '5', shipped)).toEqual({ compound: '5', volatility: '16.5' }))
  it('are the set’s again once the typed half is taken out', () =>
    expect(withSide({ compound: '5', volatility: '16.5' }, 'compound', '', shipped)).toEqual(none))
  it('leave a half open while it is typed anew, where the other is one’s own', () =>
    expect(withSide({ compound: '5', volatility: '20' }, 'compound', '', shipped)).toEqual({ compound: '', volatility: '20' }))
  it('follow the set where they were only filled in', () => {
    const [usual, cautious] = [
      new Map([['equity', { compound: 6.7, volatility: 16.5 }]]),
      new Map([['equity', { compound: 5, volatility: 18 }]]),
    ]
    expect(followed({ equity: { compound: '4', volatility: '16.5' } }, usual, cautious)).toEqual({
      equity: { compound: '4', volatility: '18' },
    })
  })
})
