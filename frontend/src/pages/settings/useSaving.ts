import { type UseFormReturnType, useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { Problem } from '@/api/problem'
import { type Person, personKeys, personQuery, putPerson } from '@/api/user'
import { faultsOf, formErrors } from './faults'
import { formOf, inputOf, type SettingsForm } from './form'
import { type Merge, merge, withFields } from './merge'
import { fieldName } from './words'

type Tagged = { value: Person; etag: string }

/** Both changed the same fields: nobody but the person can say whose stand. */
export class BothChanged extends Error {
  constructor(
    readonly now: Tagged,
    readonly keys: Merge['both'],
  ) {
    super('both changed the same fields')
  }
}

/**
 * The form over the person's record. A save that comes after someone else's is
 * laid over theirs; only where both changed the same field, it is asked.
 */
export function useSaving(read: Tagged): {
  form: UseFormReturnType<SettingsForm>
  isDirty: boolean
  isSaving: boolean
  error: unknown
  conflict: BothChanged | null
  save: () => void
  keepMine: () => void
  takeTheirs: () => void
  discard: () => void
} {
  const client = useQueryClient()
  const [base, setBase] = useState(read)
  const form = useForm<SettingsForm>({ initialValues: formOf(read.value), validate: faultsOf })
  // Mantine's own isDirty forgets a removed row once another field was typed and taken back.
  const isDirty = useMemo(
    () => JSON.stringify(inputOf(form.values)) !== JSON.stringify(inputOf(formOf(base.value))),
    [form.values, base.value],
  )

  /** From now on the record is this one, and what was typed beside `sent` stays. */
  const rebase = (now: Tagged, sent: SettingsForm) => {
    const fresh = formOf(now.value)
    const typed = form.getValues()
    setBase(now)
    form.setValues(merge(sent, typed, fresh).merged)
    form.resetDirty(fresh)
  }

  const saving = useMutation({
    mutationFn: async ({ values, on }: { values: SettingsForm; on: Tagged }) => {
      try {
        return { saved: await putPerson(inputOf(values), on.etag), sent: values, taken: [] }
      } catch (e) {
        if (!(e instanceof Problem) || e.status !== 412) throw e
      }
      const now = await client.fetchQuery({ ...personQuery, staleTime: 0 })
      const { merged, theirs, both } = merge(formOf(on.value), values, formOf(now.value))
      if (both.length > 0) throw new BothChanged(now, both)
      return { saved: await putPerson(inputOf(merged), now.etag), sent: values, taken: theirs }
    },
    onSuccess: ({ saved, sent, taken }) => {
      client.setQueryData(personQuery.queryKey, saved)
      for (const key of personKeys) void client.invalidateQueries({ queryKey: key })
      rebase(saved, sent)
      leaveBar()
      const beside = taken.map((k) => fieldName(k)).join(', ')
      notifications.show({
        color: 'green',
        message: beside ? `Saved. Changed elsewhere meanwhile, and kept: ${beside}.` : 'Saved.',
      })
    },
    onError: (e) => {
      if (!(e instanceof Problem) || e.errors.length === 0) return
      form.setErrors(formErrors(e.errors))
      focusFirstError()
    },
  })

  // A newer record of the server comes in while nothing is being typed.
  useEffect(() => {
    if (isDirty || read.etag === base.etag) return
    setBase(read)
    form.resetDirty(formOf(read.value))
    form.reset()
  }, [read, base.etag, isDirty, form])

  const conflict = saving.error instanceof BothChanged ? saving.error : null
  return {
    form,
    isDirty,
    isSaving: saving.isPending,
    error: conflict ? null : saving.error,
    conflict,
    save: () => saving.mutate({ values: form.getValues(), on: base }),
    keepMine: () => {
      if (!conflict) return
      const { merged } = merge(formOf(base.value), form.getValues(), formOf(conflict.now.value))
      form.setValues(merged) // what only they changed stays theirs
      saving.mutate({ values: merged, on: conflict.now })
    },
    takeTheirs: () => {
      if (!conflict) return
      const now = formOf(conflict.now.value)
      const { merged, both } = merge(formOf(base.value), form.getValues(), now)
      saving.reset()
      setBase(conflict.now)
      form.setValues(withFields(merged, both, now))
      form.resetDirty(now)
    },
    discard: () => {
      saving.reset()
      form.reset()
      leaveBar()
    },
  }
}

/** The bar goes with what there was to save; the keyboard goes on from the page. */
const leaveBar = () => document.getElementById('main')?.focus({ preventScroll: true })

/** The eye and the keyboard go to the first field that is refused. */
export function focusFirstError() {
  setTimeout(() => document.querySelector<HTMLElement>('main [aria-invalid="true"], main [data-refused="true"]')?.focus(), 0)
}
