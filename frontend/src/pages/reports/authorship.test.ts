import { describe, expect, it } from 'vitest'
import type { Job } from '@/api/jobs'
import { authorship, hadModel, whyUnused } from './authorship'

const refused = { rule: 'unbound_number', text: '12', start: 0, end: 2 }
const code = { author: 'rules', retries: 0, violations: [] }
const model = { ...code, author: 'openai:small' }

describe('authorship', () => {
  it.each([
    [code, undefined, 'Written by rules, from the figures alone.'],
    [{ ...code, key: 'research' }, undefined, 'Chosen by rules; the words are of those who are named.'],
    [model, undefined, 'Written by rules. The remarks set apart are by openai:small, checked by code.'],
    [
      { ...model, retries: 2 },
      undefined,
      'Written by rules. The remarks set apart are by openai:small, checked by code. They were asked for again twice.',
    ],
    [
      { ...code, retries: 2, violations: [refused] },
      undefined,
      'Written by rules, from the figures alone. The model’s remarks were not used. The checks found one thing to mend.',
    ],
    [
      { ...model, retries: 1, violations: [refused, refused] },
      undefined,
      'Written by rules. The remarks set apart are by openai:small, checked by code. They were asked for again once. The checks found 2 things to mend; what was not mended is left out.',
    ],
    [
      { ...code, retries: 1, violations: [{ ...refused, rule: 'judge' }] },
      undefined,
      'Written by rules, from the figures alone. The model’s remarks were not used: the judge did not let them pass.',
    ],
    [
      { ...code, violations: [{ ...refused, rule: 'judge' }] },
      'the judge scored it low',
      'Written by rules, from the figures alone. The model’s remarks were not used: the judge scored it low.',
    ],
    [
      code,
      'the model did not answer in time',
      'Written by rules, from the figures alone. The model’s remarks were not used: the model did not answer in time.',
    ],
  ])('of %j', (section, unused, said) => expect(authorship(section, unused)).toBe(said))

  it('takes the reason from what the agents decided', () => {
    const why = "the model's text broke the rules three times"
    const what = 'use no remarks on Costs'
    const decisions = [
      { what, why: 'of another' },
      { what, why, section: 'costs' },
    ]
    const job = { steps: [{ decisions: null }, { decisions }] } as unknown as Job
    const told = (key: string, author = 'rules') => whyUnused({ key, author }, job)
    expect(told('costs')).toBe('they broke the rules three times')
    expect(told('risk')).toBeUndefined()
    expect(told('costs', 'openai:small')).toBeUndefined()
  })

  it('knows a model that had a part', () => {
    const judged = { ...code, violations: [{ ...refused, rule: 'judge' }] }
    const had = [[code], [code, model], [{ ...code, retries: 1 }], [judged]].map(hadModel)
    expect(had).toEqual([false, true, true, true])
  })
})
