import { Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import type { ComponentProps } from 'react'
import { holdingsKeys } from '@/api/portfolio'
import { Confirm } from '@/components/Confirm'

type Props = Omit<ComponentProps<typeof Confirm>, 'onDone'> & { done: string }

/** Changes the whole portfolio at once, after it is agreed to. */
export function StartOver({ done, children, ...rest }: Props) {
  const client = useQueryClient()
  const refresh = () => {
    for (const key of [...holdingsKeys, ['user']]) void client.invalidateQueries({ queryKey: key })
    notifications.show({ color: 'green', message: done })
  }
  return (
    <Confirm {...rest} onDone={refresh}>
      <Text size="sm">{children}</Text>
    </Confirm>
  )
}
