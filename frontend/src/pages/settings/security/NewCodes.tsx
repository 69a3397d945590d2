import { Button, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { newRecoveryCodes } from '@/api/security'
import { Codes } from './Codes'
import { Proof } from './Proof'
import { Refusal } from './Refusal'
import { needed, useAsking } from './useAsking'

export function NewCodes({ close }: { close: () => void }) {
  const [codes, setCodes] = useState<string[] | null>(null)
  const { form, failure, submit } = useAsking(
    { password: '', code: '' },
    { password: needed('Enter your password'), code: needed('Enter a code') },
    async ({ password, code }) => setCodes(await newRecoveryCodes(password, code.trim())),
  )
  if (codes) return <Codes codes={codes} done="The old recovery codes are good for nothing." close={close} />
  return (
    <form noValidate onSubmit={submit}>
      <Stack>
        <Text size="sm">Ten new codes take the place of those that you have.</Text>
        <Refusal text={failure} />
        <Proof form={form} />
        <Button type="submit" loading={form.submitting}>
          Make new codes
        </Button>
      </Stack>
    </form>
  )
}
