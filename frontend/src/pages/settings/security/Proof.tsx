import { PasswordInput, TextInput } from '@mantine/core'
import type { useAsking } from './useAsking'

type Form = ReturnType<typeof useAsking<{ password: string; code: string }>>['form']

/** What shows that it is the person who asks: the password, and a code. */
export function Proof({ form }: { form: Form }) {
  return (
    <>
      <PasswordInput label="Password" autoComplete="current-password" data-autofocus {...form.getInputProps('password')} />
      <TextInput
        label="Code"
        description="Of your authenticator app, or a recovery code"
        autoComplete="one-time-code"
        {...form.getInputProps('code')}
      />
    </>
  )
}
