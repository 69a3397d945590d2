import { Button, Stack, Text } from '@mantine/core'
import { endSecondFactor } from '@/api/security'
import { Proof } from './Proof'
import { Refusal } from './Refusal'
import { needed, useAsking } from './useAsking'

export function TurnOff({ close }: { close: () => void }) {
  const { form, failure, submit } = useAsking(
    { password: '', code: '' },
    { password: needed('Enter your password'), code: needed('Enter a code') },
    async ({ password, code }) => {
      await endSecondFactor(password, code.trim())
      close()
    },
  )
  return (
    <form noValidate onSubmit={submit}>
      <Stack>
        <Text size="sm">Your password alone opens your account then, and the recovery codes are good for nothing.</Text>
        <Refusal text={failure} />
        <Proof form={form} />
        <Button type="submit" color="red" loading={form.submitting}>
          Turn it off
        </Button>
      </Stack>
    </form>
  )
}
