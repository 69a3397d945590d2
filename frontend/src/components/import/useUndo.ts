import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Import, undoImport } from '@/api/imports'
import { explain } from '@/components/Failure'
import { useRefresh } from '@/components/useRefresh'

/** Takes an import back: its accounts become what they were before it. */
export function useUndo(undone: (now: Import) => void) {
  const client = useQueryClient()
  const refresh = useRefresh()
  const [isUndoing, setUndoing] = useState(false)
  const [failure, setFailure] = useState<string>()
  async function undo(id: string) {
    setUndoing(true)
    setFailure(undefined)
    try {
      undone(await undoImport(id))
      await Promise.all([refresh(), client.invalidateQueries({ queryKey: ['imports'] })])
    } catch (e) {
      setFailure(explain(e))
    } finally {
      setUndoing(false)
    }
  }
  return { undo, isUndoing, failure }
}
