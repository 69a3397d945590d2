import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Problem } from '@/api/problem'
import { type Detail, LatestWins } from './latestWins'

type Call = { input: number; detail: Detail; signal: AbortSignal; answer: (s: string) => void; fail: (e: unknown) => void }

let calls: Call[]
let answered: [string, number, Detail][]
let failed: [unknown, number][]
let asked: LatestWins<number, string>

beforeEach(() => {
  vi.useFakeTimers()
  calls = []
  answered = []
  failed = []
  asked = new LatestWins<number, string>(
    (input, detail, signal) => new Promise((answer, fail) => calls.push({ input, detail, signal, answer, fail })),
    { answered: (...a) => answered.push(a), failed: (...a) => failed.push(a) },
  )
})
afterEach(() => {
  asked.stop()
  vi.useRealTimers()
})

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const sent = () => calls.map((c) => [c.input, c.detail])
const last = () => calls.at(-1) as Call

async function answerLast(text = 'ok') {
  last().answer(text)
  await pass(0)
}

describe('while a slider moves', () => {
  it('asks at once, and then about the newest place at most four times a second', async () => {
    for (let i = 1; i <= 20; i++) {
      asked.ask(i)
      await pass(0)
      if (answered.length < calls.length) await answerLast(String(i))
      await pass(50)
    }
    expect(calls.length).toBeLessThanOrEqual(5)
    expect(sent()[0]).toEqual([1, 'quick'])
    expect(sent().every(([, detail]) => detail === 'quick')).toBe(true)
  })

  it('waits for a slow answer, and then asks for the newest place alone', async () => {
    asked.ask(1)
    asked.ask(2)
    await pass(100)
    asked.ask(3)
    await pass(300)
    expect(sent()).toEqual([[1, 'quick']])
    await answerLast()
    expect(sent()).toEqual([
      [1, 'quick'],
      [3, 'quick'],
    ])
  })

  it('drops a full answer that is on its way', async () => {
    asked.ask(1)
    await answerLast()
    await pass(700)
    expect(last().detail).toBe('full')
    const full = last()
    asked.ask(2)
    expect(full.signal.aborted).toBe(true)
    full.answer('too late')
    await pass(250)
    expect(answered.map(([text]) => text)).toEqual(['ok'])
    expect(sent().at(-1)).toEqual([2, 'quick'])
  })
})

describe('once it rests', () => {
  it('asks in full, once', async () => {
    asked.ask(1)
    await answerLast()
    await pass(599)
    expect(calls.length).toBe(1)
    await pass(1)
    await answerLast('all')
    await pass(5000)
    expect(sent()).toEqual([
      [1, 'quick'],
      [1, 'full'],
    ])
    expect(answered.at(-1)).toEqual(['all', 1, 'full'])
  })
})

describe('a failure', () => {
  it('of 429 is waited out, and only the newest input is sent', async () => {
    asked.ask(1)
    last().fail(new Problem(429, {}, 7))
    await pass(0)
    asked.ask(2)
    asked.ask(3)
    await pass(6900)
    expect(calls.length).toBe(1)
    await pass(200)
    expect(sent().slice(1)).toEqual([[3, 'full']])
    expect(failed).toEqual([])
  })

  it('is told, and not asked again until something changes or the person says so', async () => {
    asked.ask(1)
    last().fail(new Problem(422, {}))
    await pass(5000)
    expect(failed.map(([, input]) => input)).toEqual([1])
    expect(calls.length).toBe(1)
    asked.retry()
    await pass(0)
    expect(calls.length).toBe(2)
  })

  it('of an old input is not told when a newer one is due', async () => {
    asked.ask(1)
    asked.ask(2)
    last().fail(new Problem(422, {}))
    await pass(300)
    expect(failed).toEqual([])
    expect(sent().at(-1)).toEqual([2, 'quick'])
  })
})

it('asks nothing more after it is stopped', async () => {
  asked.ask(1)
  const first = last()
  asked.stop()
  expect(first.signal.aborted).toBe(true)
  await pass(5000)
  expect(calls.length).toBe(1)
})
