import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { instrumentsQuery } from '@/api/instruments'
import { type Holding, positionInput, putPosition, readPosition } from '@/api/positions'
import { isTransient, Problem } from '@/api/problem'
import { explain } from '@/components/Failure'
import { useRefresh } from '@/components/useRefresh'
import { capital } from '@/lib/capital'
import { decimalOf } from '@/lib/decimal'
import { showAtOnce, withHolding } from './cache'

type Base = { value: Holding; etag: string }

export type QuantityEdit = {
  typed: string
  type: (text: string) => void
  isSaving: boolean
  /** What is wrong, beside the field. */
  error: string | undefined
  /** Whether the same may work a little later. */
  canRetry: boolean
  /** What the holding is by now, where it was changed elsewhere. */
  theirs: Holding | undefined
  save: () => Promise<void>
  takeTheirs: () => void
}

/**
 * One edit of a quantity, from its first key to its answer. The ETag is fetched
 * when the edit begins. The new quantity shows at once, and goes back where
 * Alex refuses it; what was typed stays.
 */
export function useQuantityEdit(holding: Holding, close: () => void): QuantityEdit {
  const client = useQueryClient()
  const refresh = useRefresh()
  const id = holding.id ?? ''
  const [typed, type] = useState(holding.quantity)
  const [isSaving, setSaving] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  const [theirs, setTheirs] = useState<Holding>()
  // What this edit began from, and so what it may overwrite.
  const before = useRef(holding)
  const base = useRef<Promise<Base> | null>(null)

  const isGone = useRef(false) // another edit was begun meanwhile
  useEffect(() => {
    isGone.current = false
    return () => {
      isGone.current = true
    }
  }, [])

  useEffect(() => {
    base.current = readPosition(id)
    base.current.catch(() => {
      base.current = null // read again on saving
    })
  }, [id])

  const instrument = () => client.getQueryData(instrumentsQuery.queryKey)?.get(holding.symbol)
  const show = (h: Holding) => showAtOnce(client, (p) => withHolding(p, h))

  async function save() {
    const quantity = decimalOf(typed)
    if (quantity === before.current.quantity) return close()
    setSaving(true)
    setFailure(null)
    setTheirs(undefined)
    await show({ ...before.current, quantity })
    try {
      base.current ??= readPosition(id)
      const { value, etag } = await base.current
      if (value.quantity !== before.current.quantity) return await conflict(value)
      const saved = await putPosition(id, { ...positionInput(value, instrument()), quantity }, etag)
      await show(saved.value)
      close()
      await refresh()
    } catch (e) {
      base.current = null
      if (e instanceof Problem && e.status === 412) return await conflict(e.current as Holding)
      await show(before.current)
      setFailure(e)
      if (isGone.current) notifications.show({ color: 'red', title: `${holding.symbol} was not changed`, message: explain(e) })
    } finally {
      setSaving(false)
    }
  }

  /** From now on the edit is one of the new state, of which the person knows. */
  async function conflict(now: Holding) {
    before.current = now
    base.current = null
    setTheirs(now)
    await show(now)
  }

  function takeTheirs() {
    close()
    void refresh()
  }

  const fieldError = failure instanceof Problem ? failure.fieldError('quantity') : undefined
  return {
    typed,
    type,
    isSaving,
    error: failure ? (fieldError ? capital(fieldError) : explain(failure)) : undefined,
    canRetry: isTransient(failure) || (failure instanceof Problem && failure.status >= 500),
    theirs,
    save,
    takeTheirs,
  }
}
