import { useCallback, useRef } from 'react'

/**
 * The key under which a POST creates once. The same input keeps its key, so that
 * trying again after a lost answer makes no second one; another input gets another.
 */
export function useIntentKey(): (input: unknown) => string {
  const last = useRef({ input: '', key: '' })
  return useCallback((input) => {
    const text = JSON.stringify(input)
    if (text !== last.current.input) last.current = { input: text, key: crypto.randomUUID() }
    return last.current.key
  }, [])
}
