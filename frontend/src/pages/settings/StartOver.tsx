import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { holdingsKeys } from '@/api/portfolio'
import { Failure } from '@/components/Failure'

type Props = {
  isOpen: boolean
  close: () => void
  title: string
  children: ReactNode
  /** The verb on the button. */
  act: string
  done: string
  isDestructive?: boolean
  run: () => Promise<unknown>
}

/** Says what will happen to the portfolio, and does it once it is agreed to. */
export function StartOver({ isOpen, close, title, children, act, done, isDestructive = false, run }: Props) {
  const client = useQueryClient()
  const running = useMutation({
    mutationFn: run,
    onSuccess: () => {
      for (const key of [...holdingsKeys, ['user'], ['mixes']]) void client.invalidateQueries({ queryKey: key })
      notifications.show({ color: 'green', message: done })
      close()
    },
  })
  return (
    <Modal opened={isOpen} onClose={close} title={title}>
      <Stack gap="md">
        <Text size="sm">{children}</Text>
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
    </Modal>
  )
}
