import { Alert, TextInput, type TextInputProps } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { Problem } from '@/api/problem'

/** A code of a second factor. It takes the focus when it comes into the form. */
export function CodeInput(props: TextInputProps) {
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => input.current?.focus(), [])
  return (
    <TextInput
      ref={input}
      label="Code"
      description="The six digits that your authenticator app shows, or one of your recovery codes"
      autoComplete="one-time-code"
      autoCapitalize="characters"
      spellCheck={false}
      {...props}
    />
  )
}

export function Failure({ text }: { text: string }) {
  if (!text) return null
  return (
    <Alert color="red" role="alert">
      {text}
    </Alert>
  )
}

/** Whether the server wants a code beside what it was given. */
export const asksForCode = (e: unknown) => e instanceof Problem && e.code === 'second_factor_required'

/** Puts what the server refused beside its fields; what belongs to none is returned. */
export function refusal(e: unknown, form: { setErrors: (errors: Record<string, string>) => void }): string {
  if (!(e instanceof Problem)) return 'Something went wrong. Please try again.'
  if (e.code === 'second_factor_wrong') {
    form.setErrors({ code: 'This code is not right, or was used already' })
    return ''
  }
  if (e.errors.length > 0) {
    form.setErrors(e.fields())
    return ''
  }
  return e.retryAfter && e.status === 429 ? `${e.message} Try again in ${e.retryAfter} seconds.` : e.message
}
