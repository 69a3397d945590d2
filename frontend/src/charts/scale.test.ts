import { describe, expect, it } from 'vitest'
import { contrast, readableOn } from './colors'
import { fanTicks, levelSide, ticksTo } from './scale'

describe('ticks', () => {
  it('are round and reach the highest value', () => {
    expect(ticksTo(159_000)).toEqual([0, 50_000, 100_000, 150_000, 200_000])
    expect(ticksTo(6_447_763)).toEqual([0, 2e6, 4e6, 6e6, 8e6])
    expect(ticksTo(0)).toEqual([0, 1])
  })

  it('reach below zero where values do', () => {
    expect(ticksTo(2.6, -14.7).at(0)).toBeLessThanOrEqual(-14.7)
    expect(ticksTo(2.6, -14.7)).toContain(0)
  })
})

describe('the top of a fan', () => {
  const fan = (p75: number, high: number) => [
    { p50: 700_000, p75: 700_000, high: 700_000 },
    { p50: 2e6, p75, high },
  ]

  it('holds a moderate outer band', () => {
    expect(fanTicks(fan(3e6, 3.6e6))).toMatchObject({ clipped: false })
  })

  it('cuts a few very good futures off, and says so', () => {
    const { ticks, clipped } = fanTicks(fan(3e6, 30e6))
    expect(clipped).toBe(true)
    expect(ticks.at(-1)).toBeLessThan(6e6)
  })

  it('survives a plan without money', () => {
    expect(fanTicks([{ p50: 0, p75: 0, high: 0 }]).clipped).toBe(false)
  })
})

describe('the name of a level', () => {
  const falling = [159, 130, 110, 95, 80, 64]

  it('stands below the line at the left while the curve is above it', () => {
    expect(levelSide(falling, 68)).toBe('below-left')
    expect(levelSide(falling, 20)).toBe('below-left')
  })

  it('stands above the line at the right once the curve has fallen below it early', () => {
    expect(levelSide(falling, 140)).toBe('above-right')
    expect(levelSide(falling, 200)).toBe('above-right')
  })
})

describe('colours', () => {
  it.each(['#0072B2', '#E69F00', '#009E73', '#D55E00', '#CC79A7', '#56B4E9', '#F0E442', '#999999'])(
    '%s stands out in both themes',
    (color) => {
      for (const surface of ['#ffffff', '#1a2224'])
        expect(contrast(readableOn(surface, color), surface)).toBeGreaterThanOrEqual(3)
    },
  )

  it('that stand out already stay as they are', () => {
    expect(readableOn('#ffffff', '#0072B2')).toBe('#0072b2')
  })

  it('take what is no colour for gray', () => {
    expect(readableOn('#ffffff', 'red;background:url(x)')).toMatch(/^#[0-9a-f]{6}$/)
  })
})
