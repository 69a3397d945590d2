import { Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { addressQuery, changeAddress } from '@/api/address'
import { personQuery } from '@/api/user'
import { Refusal } from './Refusal'
import { needed, useAsking } from './useAsking'

type Props = { letters: boolean; asksForCode: boolean; close: () => void }

/** Another address, for who has the password, and a code where there is a second factor. */
export function ChangeAddress({ letters, asksForCode, close }: Props) {
  const client = useQueryClient()
  const { form, failure, submit } = useAsking(
    { email: '', password: '', code: '' },
    {
      email: (v) => (v.includes('@') ? null : 'Enter an e-mail address'),
      password: needed('Enter your password'),
      code: asksForCode ? needed('Enter a code') : () => null,
    },
    async ({ email, password, code }) => {
      const read = await changeAddress({ email: email.trim(), password, ...(asksForCode ? { code: code.trim() } : {}) })
      client.setQueryData(addressQuery.queryKey, read)
      if (!read.waiting) await client.invalidateQueries({ queryKey: personQuery.queryKey })
      notifications.show({
        message: letters
          ? `A letter is on its way to ${email.trim()}. Look into the spam folder too.`
          : 'Your address is changed.',
      })
      close()
    },
  )
  return (
    <form noValidate onSubmit={submit}>
      <Stack>
        <Text size="sm">
          {letters
            ? 'A letter with a link goes to the new address. You sign in with the old one until you use the link.'
            : 'You sign in with the new address from then on.'}
        </Text>
        <Refusal text={failure} />
        <TextInput label="New e-mail address" type="email" autoComplete="email" data-autofocus {...form.getInputProps('email')} />
        <PasswordInput label="Password" autoComplete="current-password" {...form.getInputProps('password')} />
        {asksForCode ? (
          <TextInput
            label="Code"
            description="Of your authenticator app, or a recovery code"
            autoComplete="one-time-code"
            {...form.getInputProps('code')}
          />
        ) : null}
        <Button type="submit" loading={form.submitting}>
          {letters ? 'Send the letter' : 'Change'}
        </Button>
      </Stack>
    </form>
  )
}
