import { describe, expect, it } from 'vitest'
import { signOnProblem } from './signOnProblem'

describe('the word of a single sign-on', () => {
  it('has a text where the server knows it', () => {
    for (const word of ['failed', 'unavailable', 'refused', 'no_sign_up', 'has_password', 'disabled'])
      expect(signOnProblem(`sso_${word}`)).toMatch(/\.$/)
  })
  it('says nothing where somebody made it up', () => {
    for (const word of [null, '', 'Your account is locked, call 555', 'constructor', '__proto__', 'toString'])
      expect(signOnProblem(word)).toBe('')
  })
})
