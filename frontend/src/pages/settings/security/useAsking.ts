import { useForm } from '@mantine/form'
import { useState } from 'react'
import { Problem } from '@/api/problem'
import { explain } from '@/components/Failure'
import { apart } from './apart'

/** A small form that does one thing: what the server refuses stands beside its field, all else above. */
export function useAsking<T extends Record<string, string>>(
  initialValues: T,
  validate: { [K in keyof T]?: (value: string) => string | null },
  run: (values: T) => Promise<unknown>,
) {
  const [failure, setFailure] = useState('')
  // biome-ignore lint/suspicious/noExplicitAny: the form's own type of rules is deeper than a record of texts needs
  const form = useForm<T>({ initialValues, validate: validate as any })
  const submit = apart(
    form.onSubmit(async (values) => {
      setFailure('')
      try {
        await run(values)
      } catch (e) {
        if (e instanceof Problem && e.errors.length > 0) form.setErrors(e.fields())
        else setFailure(e instanceof Problem && (e.status === 429 || e.status === 503) ? e.message : explain(e))
      }
    }),
  )
  return { form, failure, submit }
}

export const needed = (what: string) => (value: string) => (value.trim() ? null : what)
