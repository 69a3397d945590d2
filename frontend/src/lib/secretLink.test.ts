import { beforeEach, describe, expect, it, vi } from 'vitest'
import { dropSecret, heldSecret, takeSecrets } from './secretLink'

beforeEach(() => {
  dropSecret('join')
  dropSecret('invite')
})

describe('a code in a link', () => {
  it.each([
    ['/join#ABCDEFGHIJKLMNOPQRSTUVWXYZ', '/join', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', ''],
    ['/join/#ABCDEFGHIJKLMNOPQRSTUVWXYZ', '/join', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', ''],
    ['/join#abcde-fghij%20klmno', '/join', 'abcde-fghij klmno', ''],
    ['/join/%', '/join', '%', ''],
    ['/join/ABC', '/join', 'ABC', ''], // a link of before
    ['/join/ABC/', '/join', 'ABC', ''],
    ['/sign-up#invite=ABC', '/sign-up', '', 'ABC'],
    ['/sign-up#email=ann%40example.org&invite=A%2BC', '/sign-up', '', 'A+C'],
    ['/sign-up?return=%2Freports#invite=ABC', '/sign-up?return=%2Freports', '', 'ABC'],
    ['/sign-up?invite=ABC&return=%2Freports', '/sign-up?return=%2Freports', '', 'ABC'], // a link of before
  ])('%s leaves the address %s', (link, address, join, invite) => {
    history.replaceState(null, '', link)
    expect(takeSecrets()).toBe(true)
    expect(location.pathname + location.search + location.hash).toBe(address)
    expect([heldSecret('join'), heldSecret('invite')]).toEqual([join, invite])
    expect(takeSecrets()).toBe(false)
    expect([heldSecret('join'), heldSecret('invite')]).toEqual([join, invite])
  })

  it.each([
    '/join',
    '/join#main',
    '/join#%',
    '/sign-up',
    '/sign-up#main',
    '/sign-up?return=%2F',
    '/reports#main',
    '/reports?invite=ABC',
    '/join/a/b',
  ])('is not seen in %s', (link) => {
    history.replaceState(null, '', link)
    expect(takeSecrets()).toBe(false)
    expect(location.pathname + location.search + location.hash).toBe(link)
    expect([heldSecret('join'), heldSecret('invite')]).toEqual(['', ''])
  })

  it('goes when it is used', () => {
    history.replaceState(null, '', '/join#ABCDEFGHIJKLMNOPQRSTUVWXYZ')
    takeSecrets()
    dropSecret('join')
    expect(heldSecret('join')).toBe('')
    expect(JSON.stringify({ ...sessionStorage })).not.toContain('ABC')
  })

  it('is held where storage is shut', () => {
    const shut = () => {
      throw new Error('shut')
    }
    vi.stubGlobal('sessionStorage', { getItem: shut, setItem: shut, removeItem: shut })
    history.replaceState(null, '', '/join#ABCDEFGHIJKLMNOPQRSTUVWXYZ')
    takeSecrets()
    expect(heldSecret('join')).toBe('ABCDEFGHIJKLMNOPQRSTUVWXYZ')
    vi.unstubAllGlobals()
  })
})
