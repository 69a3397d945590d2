import { describe, expect, it } from 'vitest'
import type { Preview } from '@/api/imports'
import { isClean, troubles } from './preview'

const preview = (statuses: string[], warnings: string[] = []): Preview =>
  ({ rows: statuses.map((status, i) => ({ id: `row-${i}`, status })), warnings }) as Preview

describe('a preview', () => {
  it('is clean where every row was read or skipped', () => {
    expect(isClean(preview(['valid', 'skipped']))).toBe(true)
    expect(isClean(preview(['valid'], ['the file gives no date']))).toBe(false)
  })
  it('counts what is left to look at', () => {
    expect(troubles(preview(['valid', 'error', 'error', 'warning']))).toBe('2 rows: not readable, left out; 1 row: worth a look.')
    expect(troubles(preview(['valid']))).toBeNull()
  })
})
