import { Button, Group, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Dialog } from './Dialog'
import { Failure } from './Failure'

type Props = {
  close: () => void
  title: string
  children: ReactNode
  /** The verb on the button. */
  act: string
  isDestructive?: boolean
  run: () => Promise<unknown>
  onDone: () => void
}

/** Says what will happen, and does it once it is agreed to. A failure is told in place, and can be tried again. */
export function Confirm({ close, title, children, act, isDestructive = false, run, onDone }: Props) {
  const running = useMutation({
    mutationFn: run,
    onSuccess: () => {
      onDone()
      close()
    },
  })
  return (
    <Dialog onClose={close} title={title}>
      <Stack gap="md">
        {children}
        {running.isError ? <Failure error={running.error} what="That did not work" /> : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close} data-autofocus>
            Cancel
          </Button>
          <Button color={isDestructive ? 'red' : undefined} loading={running.isPending} onClick={() => running.mutate()}>
            {act}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
