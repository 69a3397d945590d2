import { QueryClient } from '@tanstack/react-query'
import { afterEach, describe, expect, it, vi } from 'vitest'

// Each import is a page that was loaded anew.
const loaded = async () => {
  vi.resetModules()
  return import('./acting')
}

afterEach(() => sessionStorage.clear())

describe('whom a tab acts for', () => {
  it('is kept by id, and not by name', async () => {
    const before = await loaded()
    before.actFor(new QueryClient(), { id: 'ann', name: 'Ann Owner', role: 'editor', by: 'bob' })
    expect(before.readActing()?.name).toBe('Ann Owner')
    expect(JSON.stringify({ ...sessionStorage })).not.toContain('Owner')
    const after = await loaded()
    expect(after.readActing()).toEqual({ id: 'ann', name: '', role: 'editor', by: 'bob' })
    expect(after.may()).toEqual({ edit: true, own: false })
  })

  it('loses the name that a tab kept before', async () => {
    sessionStorage.setItem('alex.acting', JSON.stringify({ id: 'ann', name: 'Ann Owner', role: 'viewer', by: 'bob' }))
    const { readActing } = await loaded()
    expect(readActing()?.name).toBe('')
    expect(JSON.stringify({ ...sessionStorage })).not.toContain('Owner')
  })

  it('is nobody in a new tab, and after a text that is none of ours', async () => {
    expect((await loaded()).readActing()).toBeNull()
    sessionStorage.setItem('alex.acting', '{')
    expect((await loaded()).readActing()).toBeNull()
  })
})
