import type { QueryClient } from '@tanstack/react-query'
import { configureClient } from './client'

// Whose plan this tab works on, where it is not one's own. It lives as long as
// the tab does, and never crosses to another.

export type Acting = {
  id: string
  /** Empty after a reload: the tab keeps the id alone. */
  name: string
  role: 'viewer' | 'editor'
  /** Who acts: for anybody else it does not hold. */
  by: string
}

const key = 'alex.acting'
let current: Acting | null = null

export function readActing(): Acting | null {
  if (current) return current
  try {
    const kept: Acting | null = JSON.parse(sessionStorage.getItem(key) ?? 'null')
    current = kept && { ...kept, name: '' }
    if (kept?.name) keep(current) // by a release that kept it
  } catch {
    current = null
  }
  configureClient({ actingFor: current?.id ?? null })
  return current
}

/** From now on every request is for that person, or for oneself again, and nothing that was read for another stays. */
export function actFor(client: QueryClient, person: Acting | null) {
  client.clear()
  current = person
  configureClient({ actingFor: person?.id ?? null })
  keep(person)
}

function keep(person: Acting | null) {
  try {
    if (person) sessionStorage.setItem(key, JSON.stringify({ id: person.id, role: person.role, by: person.by }))
    else sessionStorage.removeItem(key)
  } catch {
    // No storage: it holds until the page is closed.
  }
}

/** What may be done here: with a plan to read nothing is changed, and what is an owner's alone stays theirs. */
export function may(): { edit: boolean; own: boolean } {
  const acting = readActing()
  return { edit: acting?.role !== 'viewer', own: acting === null }
}
