import { describe, expect, it } from 'vitest'
import type { Job } from '@/api/jobs'
import { authorship, hadModel, whyUnused } from './authorship'

const refused = { rule: 'unbound_number', text: '12', start: 0, end: 2 }
const code = { author: 'rules', retries: 0, violations: [] }
const model = { ...code, author: 'openai:small' }

describe('authorship', () => {
  it.each([
    [code, undefined, 'Written by rules, from the figures alone.'],
    [model, undefined, 'Words by openai:small, checked by code.'],
    [{ ...model, retries: 2 }, undefined, 'Words by openai:small, checked by code. Written anew twice after the checks.'],
    [
      { ...code, retries: 2, violations: [refused] },
      undefined,
      'Written by rules, from the figures alone. The model’s text was not used. The checks refused one passage.',
    ],
    [
      code,
      'the model did not answer (timeout)',
      'Written by rules, from the figures alone. The model’s text was not used: the model did not answer (timeout).',
    ],
  ])('of %j', (section, unused, said) => expect(authorship(section, unused)).toBe(said))

  it('takes the reason from what the agents decided', () => {
    const what = "keep code's own words for Costs"
    const job = { steps: [{ decisions: null }, { decisions: [{ what, why: "the model's text broke the rules three times" }] }] }
    const why = (title: string, author = 'rules') => whyUnused({ title, author }, job as unknown as Job)
    expect(why('Costs')).toBe('it broke the rules three times')
    expect(why('Risk')).toBeUndefined()
    expect(why('Costs', 'openai:small')).toBeUndefined()
  })

  it('knows a model that had a part', () => {
    expect([hadModel([code]), hadModel([code, model]), hadModel([{ ...code, retries: 1 }])]).toEqual([false, true, true])
  })
})
