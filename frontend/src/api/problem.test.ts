import { describe, expect, it } from 'vitest'
import { Problem } from './problem'

describe('the refused fields of a problem', () => {
  it('are by name, whatever the names are, and change nothing else', () => {
    const names = ['quantity', '__proto__', 'constructor', 'toString']
    const problem = new Problem(422, { errors: names.map((name) => ({ location: `body.${name}`, message: `of ${name}` })) })
    expect(Object.entries(problem.fields())).toEqual(names.map((name) => [name, `of ${name}`]))
    expect(problem.fieldError('__proto__')).toBe('of __proto__')
    expect(Object.getPrototypeOf({})).toBe(Object.prototype)
    expect(`${{}}`).toBe('[object Object]')
  })
})
