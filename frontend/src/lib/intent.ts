import { useCallback, useRef } from 'react'

/**
 * Creates something once: run is given the key under which to POST. The same input
 * keeps its key until it has succeeded, so that trying again after a lost answer
 * makes no second one; another input, or the same one wanted again, gets another.
 */
export function useIntent(): <T>(input: unknown, run: (key: string) => Promise<T>) => Promise<T> {
  const last = useRef({ input: '', key: '' })
  return useCallback(async (input, run) => {
    const text = JSON.stringify(input)
    if (text !== last.current.input) last.current = { input: text, key: crypto.randomUUID() }
    const { key } = last.current
    const made = await run(key)
    if (last.current.key === key) last.current = { input: '', key: '' }
    return made
  }, [])
}
