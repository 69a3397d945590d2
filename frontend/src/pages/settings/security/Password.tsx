import { Button, Modal, PasswordInput, Stack } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { changePassword } from '@/api/security'
import { Refusal } from './Refusal'
import { needed, useAsking } from './useAsking'

export function Password() {
  const [isOpen, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <>
      <Button variant="default" size="xs" onClick={() => setOpen(true)}>
        Change the password
      </Button>
      <Modal opened={isOpen} onClose={close} title="Change the password">
        <Change close={close} />
      </Modal>
    </>
  )
}

function Change({ close }: { close: () => void }) {
  const client = useQueryClient()
  const { form, failure, submit } = useAsking(
    { currentPassword: '', password: '' },
    {
      currentPassword: needed('Enter your password'),
      password: (v) => (v.length >= 8 ? null : 'Use at least 8 characters'),
    },
    async ({ currentPassword, password }) => {
      await changePassword(currentPassword, password)
      await client.invalidateQueries({ queryKey: ['sessions'] })
      notifications.show({ message: 'Your password is changed, and every other session is signed out.' })
      close()
    },
  )
  return (
    <form noValidate onSubmit={submit}>
      <Stack>
        <Refusal text={failure} />
        <PasswordInput
          label="Current password"
          autoComplete="current-password"
          data-autofocus
          {...form.getInputProps('currentPassword')}
        />
        <PasswordInput
          label="New password"
          description="At least 8 characters; a few words are easier to keep"
          autoComplete="new-password"
          {...form.getInputProps('password')}
        />
        <Button type="submit" loading={form.submitting}>
          Change
        </Button>
      </Stack>
    </form>
  )
}
