import { useCallback, useEffect, useRef, useState } from 'react'
import { type Account, type AccountInput, type createAccount, type putAccount, readAccount } from '@/api/accounts'
import { Problem } from '@/api/problem'
import { useRefresh } from '@/components/useRefresh'
import { capitals } from '@/lib/capital'
import { useIntent } from '@/lib/intent'

type Wanted = {
  /** Absent: the account is to be created. */
  id: string | undefined
  create: typeof createAccount
  put: typeof putAccount
  refused: (fields: Record<string, string>) => void
  read: (now: Account) => void
  saved: (account: Account) => void
}

/** Saves an account. An edit names the state that it began from; where that has passed, the new one is `theirs`. */
export function useAccountSave({ id, create, put, refused, read, saved }: Wanted) {
  const refresh = useRefresh()
  const once = useIntent()
  const etag = useRef('')
  const [isReading, setReading] = useState(id !== undefined)
  const [readFailure, setReadFailure] = useState<unknown>(null)
  const [isSaving, setSaving] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  const [theirs, setTheirs] = useState<Account>()
  const told = useRef(read)
  told.current = read

  const retryRead = useCallback(async () => {
    if (id === undefined) return
    setReading(true)
    setReadFailure(null)
    try {
      const now = await readAccount(id)
      etag.current = now.etag
      told.current(now.value)
      setReading(false)
    } catch (e) {
      setReadFailure(e)
    }
  }, [id])
  useEffect(() => void retryRead(), [retryRead])

  async function save(input: AccountInput) {
    setSaving(true)
    setFailure(null)
    try {
      const account =
        id === undefined ? await once(input, (key) => create(input, key)) : (await put(id, input, etag.current)).value
      saved(account)
      await refresh()
    } catch (e) {
      if (e instanceof Problem && e.status === 412 && id !== undefined) {
        // Keeping mine replaces what is shown as theirs, and nothing newer: both are of one read.
        const now = await readAccount(id).catch(() => ({ value: e.current as Account, etag: etag.current }))
        etag.current = now.etag
        setTheirs(now.value)
      } else {
        const fields = e instanceof Problem ? capitals(e.fields()) : {}
        refused(fields)
        if (Object.keys(fields).length === 0) setFailure(e)
      }
    } finally {
      setSaving(false)
    }
  }
  return { save, isSaving, failure, theirs, isReading, readFailure, retryRead }
}
