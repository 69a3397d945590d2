import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import type { ComponentProps } from 'react'
import { holdingsKeys } from '@/api/portfolio'
import { Confirm } from './Confirm'

type Props = Omit<ComponentProps<typeof Confirm>, 'onDone'> & { done: string }

/** Changes many holdings at once, after it is agreed to; the sample household brings answers of a person too. */
export function ConfirmHoldings({ done, ...rest }: Props) {
  const client = useQueryClient()
  const refresh = () => {
    for (const queryKey of [...holdingsKeys, ['user']]) void client.invalidateQueries({ queryKey })
    notifications.show({ color: 'green', message: done })
  }
  return <Confirm {...rest} onDone={refresh} />
}
