import { configureClient } from './client'

// Whose plan this tab works on, where it is not one's own. It lives as long as
// the tab does, and never crosses to another.

export type Acting = { id: string; name: string; role: 'viewer' | 'editor' }

const key = 'alex.acting'
let current: Acting | null = null

export function readActing(): Acting | null {
  if (current) return current
  try {
    current = JSON.parse(sessionStorage.getItem(key) ?? 'null')
  } catch {
    current = null
  }
  configureClient({ actingFor: current?.id ?? null })
  return current
}

/** From now on every request is for that person, or for oneself again. The caller empties the query cache. */
export function actFor(person: Acting | null) {
  current = person
  configureClient({ actingFor: person?.id ?? null })
  try {
    if (person) sessionStorage.setItem(key, JSON.stringify(person))
    else sessionStorage.removeItem(key)
  } catch {
    // No storage: it holds until the page is closed.
  }
}
