import { useSyncExternalStore } from 'react'

// What a person sets for this browser alone. A browser without storage keeps it
// until the page is closed.

const memory = new Map<string, string>()
const listeners = new Set<() => void>()

export function readSetting(key: string): string | null {
  try {
    return localStorage.getItem(key) ?? memory.get(key) ?? null
  } catch {
    return memory.get(key) ?? null
  }
}

export function writeSetting(key: string, value: string | null) {
  if (value === null) memory.delete(key)
  else memory.set(key, value)
  try {
    if (value === null) localStorage.removeItem(key)
    else localStorage.setItem(key, value)
  } catch {
    // Storage is shut: the memory has it.
  }
  for (const told of listeners) told()
}

/** Forgets every setting whose key begins like this, but those that are kept. */
export function forgetSettings(prefix: string, kept: (key: string) => boolean = () => false) {
  const keys = new Set(memory.keys())
  try {
    for (const key of Object.keys(localStorage)) keys.add(key)
  } catch {
    // Storage is shut: the memory has them all.
  }
  for (const key of keys) if (key.startsWith(prefix) && !kept(key)) writeSetting(key, null)
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  addEventListener('storage', listener) // another tab
  return () => {
    listeners.delete(listener)
    removeEventListener('storage', listener)
  }
}

/** A setting as state; every component that reads it follows. */
export function useSetting(key: string): [string | null, (value: string | null) => void] {
  const value = useSyncExternalStore(subscribe, () => readSetting(key))
  return [value, (next) => writeSetting(key, next)]
}

/** Whether amounts are hidden (someone may look over the shoulder). */
export function usePrivacy(): [boolean, (on: boolean) => void] {
  const [value, set] = useSetting('alex.privacy')
  return [value === 'on', (on) => set(on ? 'on' : null)]
}
