import { Button, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { newRecoveryCodes } from '@/api/security'
import { Codes } from './Codes'
import { Refusal } from './Refusal'
import { needed, useAsking } from './useAsking'

export function NewCodes({ close }: { close: () => void }) {
  const [codes, setCodes] = useState<string[] | null>(null)
  const { form, failure, submit } = useAsking({ code: '' }, { code: needed('Enter a code') }, async ({ code }) =>
    setCodes(await newRecoveryCodes(code.trim())),
  )
  if (codes) return <Codes codes={codes} close={close} />
  return (
    <form noValidate onSubmit={submit}>
      <Stack>
        <Text size="sm">Ten new codes take the place of those that you have.</Text>
        <Refusal text={failure} />
        <TextInput
          label="Code"
          description="Of your authenticator app, or a recovery code"
          autoComplete="one-time-code"
          data-autofocus
          {...form.getInputProps('code')}
        />
        <Button type="submit" loading={form.submitting}>
          Make new codes
        </Button>
      </Stack>
    </form>
  )
}
