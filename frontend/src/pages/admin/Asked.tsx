import { Button, Code, Stack, Text } from '@mantine/core'
import { useRef, useState } from 'react'
import type { Operator, Resident } from '@/api/admin'
import { Confirm } from '@/components/Confirm'
import { Dialog } from '@/components/Dialog'

export type Act = 'disable' | 'enable' | 'signOut' | 'reset' | 'erase'

const told: Record<Act, { title: string; act: string; says: string; isDestructive?: boolean }> = {
  disable: { title: 'Disable', act: 'Disable', says: 'is signed out everywhere and cannot come in; what they own stays.' },
  enable: { title: 'Enable', act: 'Enable', says: 'may come in again.' },
  signOut: { title: 'Sign out everywhere', act: 'Sign out', says: 'is signed out on every device and may sign in again.' },
  reset: { title: 'New password', act: 'Make a new password', says: 'is signed out everywhere, and the old password ends.' },
  erase: {
    title: 'Delete',
    act: 'Delete for good',
    says: 'is erased with everything that is theirs. Nothing brings it back but a backup.',
    isDestructive: true,
  },
}

type Props = { act: Act; person: Resident; desk: Operator; close: () => void; onDone: () => void }

/** Asks whether that is meant, does it, and shows a new password once. */
export function Asked({ act, person, desk, close, onDone }: Props) {
  const [password, setPassword] = useState('')
  const isShowing = useRef(false) // a password stays until it is put away
  const name = person.email || person.id
  const run = async () => {
    if (act !== 'reset') return desk[act](person.id)
    const made = await desk.resetPassword(person.id)
    isShowing.current = true
    setPassword(made.password)
  }
  if (password)
    return (
      <Dialog onClose={close} title={`The new password of ${name}`}>
        <Stack gap="md">
          <Text size="sm">It is not shown again. Give it to them in a way that nobody reads along.</Text>
          <Code block>{password}</Code>
          <Button onClick={close}>I have it</Button>
        </Stack>
      </Dialog>
    )
  const { title, act: verb, says, isDestructive } = told[act]
  return (
    <Confirm
      close={() => (isShowing.current ? undefined : close())}
      title={title}
      act={verb}
      isDestructive={isDestructive}
      run={run}
      onDone={onDone}
    >
      <Text size="sm">
        <b>{name}</b> {says}
      </Text>
    </Confirm>
  )
}
