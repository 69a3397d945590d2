// Codes of invitations come in the fragment of a link, which no server and no
// log gets to see. They are taken out of the address before the page looks at it,
// and wait in this tab until they are used: signing in may load the page anew.

/** What a link may bring: a code to join someone's plan, or to open an account. */
export type Secret = 'join' | 'invite'

const memory = new Map<Secret, string>() // where storage is shut
const key = (secret: Secret) => `alex.code.${secret}`

/** The code that a link brought, if it is not used yet. */
export function heldSecret(secret: Secret): string {
  try {
    return sessionStorage.getItem(key(secret)) ?? memory.get(secret) ?? ''
  } catch {
    return memory.get(secret) ?? ''
  }
}

/** Forgets a code: it is used, or not wanted. */
export function dropSecret(secret: Secret) {
  hold(secret, null)
}

function hold(secret: Secret, code: string | null) {
  if (code === null) memory.delete(secret)
  else memory.set(secret, code)
  try {
    if (code === null) sessionStorage.removeItem(key(secret))
    else sessionStorage.setItem(key(secret), code)
  } catch {
    // Storage is shut: the memory has it.
  }
}

/** Takes a code out of the address bar; reports whether there was one. Links of before had it in the path or in the query. */
export function takeSecrets(): boolean {
  const found = find(new URL(location.href))
  if (!found) return false
  hold(found.secret, found.code)
  history.replaceState(history.state, '', found.rest)
  return true
}

function find(url: URL): { secret: Secret; code: string; rest: string } | null {
  const fragment = url.hash.slice(1)
  const path = url.pathname.replace(/\/$/, '')
  if (path === '/join' && isCode(decoded(fragment))) return { secret: 'join', code: decoded(fragment), rest: '/join' }
  const old = /^\/join\/([^/]+)$/.exec(path)
  if (old?.[1]) return { secret: 'join', code: decoded(old[1]), rest: '/join' }
  if (path !== '/sign-up') return null
  for (const words of [new URLSearchParams(fragment), url.searchParams]) {
    const code = words.get('invite')
    if (!code) continue
    url.searchParams.delete('invite')
    return { secret: 'invite', code, rest: path + url.search }
  }
  return null
}

/** A fragment may also be a place on the page, such as #main. */
const isCode = (text: string) => /^[\w\s-]{16,}$/.test(text)

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** A link pasted into the address bar of a page that stands here already loads nothing by itself. */
export function watchSecrets() {
  addEventListener('hashchange', () => {
    if (takeSecrets()) location.reload()
  })
}
