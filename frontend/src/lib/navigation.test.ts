import { expect, it } from 'vitest'
import { returnPath } from './navigation'

it.each([
  ['/reports/1?x=2', '/reports/1?x=2'],
  [null, '/dashboard'],
  ['', '/dashboard'],
  ['https://example.org', '/dashboard'],
  ['//example.org', '/dashboard'],
  ['/\\example.org', '/dashboard'],
  ['javascript:alert(1)', '/dashboard'],
])('returns from %s to %s', (asked, got) => expect(returnPath(asked)).toBe(got))
