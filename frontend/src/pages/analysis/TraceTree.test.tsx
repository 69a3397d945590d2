import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { open, serve } from '@/test/server'
import { plainName, TraceTree } from './TraceTree'

const at = (second: number) => new Date(Date.UTC(2026, 10, 2, 9, 0, second)).toISOString()
const span = (name: string, kind: string, from: number, to: number, more: object = {}) => ({
  name,
  kind,
  startedAt: at(from),
  completedAt: at(to),
  durationMs: (to - from) * 1000,
  tokens: 0,
  cost: '0.00',
  attributes: {},
  children: [],
  ...more,
})

const chat = span('chat', 'generation', 2, 4, {
  model: 'openai:small',
  tokens: 1234,
  cost: '0.02',
  input: 'Write about VTI.',
  output: 'It is a fund.',
})
const writer = span('📝 Report Writer', 'agent', 1, 5, {
  failed: true,
  tokens: 1234,
  cost: '0.02',
  attributes: { agent: 'reporter', fellBack: 'true', error: 'no words' },
  children: [chat, span('checks', 'guardrail', 4, 5)],
})
const trace = {
  jobId: 'j',
  spans: [span('📊 Analysis', 'job', 0, 6, { children: [span('attempt 1', 'attempt', 0, 6, { children: [writer] })] })],
}

describe('the trace of an analysis', () => {
  it('shows who asked which model, at what cost, and what was said on demand', async () => {
    serve({ 'GET /api/jobs/j/trace': { body: trace } })
    open(<TraceTree jobId="j" />)
    expect(await screen.findByText(/openai:small · 1,234 tokens · \$0\.02/)).toBeTruthy()
    const asked = screen.getByText('What was asked').closest('details')
    expect(asked?.open).toBe(false)
    expect(within(asked as HTMLElement).getByText('Write about VTI.')).toBeTruthy()
    expect(screen.getByText('It is a fund.')).toBeTruthy()
    expect(screen.getByText(/agent: reporter · fell back: true · error: no words · 1,234 tokens/)).toBeTruthy()
    expect(screen.getByText(/Report Writer ✕ failed/).closest('details')?.dataset.failed).toBe('true')
    expect(screen.getByText('checks')).toBeTruthy()
  })

  it('names without pictures', () => {
    expect(['🏷️ InstrumentTagger', '📊 Analysis', 'attempt 2', '401k'].map(plainName)).toEqual([
      'InstrumentTagger',
      'Analysis',
      'attempt 2',
      '401k',
    ])
  })
})
