import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { instrumentsQuery } from '@/api/instruments'
import { portfolioQuery } from '@/api/portfolio'
import { createPosition, deletePosition, type Holding, type PositionInput, positionInput } from '@/api/positions'
import { explain } from '@/components/Failure'
import { useRefresh } from '@/components/useRefresh'
import { showAtOnce, withoutHolding } from './cache'

const undoTime = 60_000 // long enough to be reached by keyboard

/** Deletes a holding at once, and offers to put it back. */
export function useRemoval(): (holding: Holding) => void {
  const client = useQueryClient()
  const refresh = useRefresh()
  return useCallback(
    async (holding: Holding) => {
      const id = holding.id ?? ''
      const before = client.getQueryData(portfolioQuery.queryKey)
      await showAtOnce(client, (p) => withoutHolding(p, id))
      try {
        await deletePosition(id)
        const instrument = client.getQueryData(instrumentsQuery.queryKey)?.get(holding.symbol)
        offerUndo(holding, positionInput(holding, instrument), refresh)
      } catch (e) {
        client.setQueryData(portfolioQuery.queryKey, before)
        notifications.show({ color: 'red', title: `${holding.symbol} was not deleted`, message: explain(e) })
      }
      await refresh()
    },
    [client, refresh],
  )
}

/** What a position cannot be given back, in words. */
export function lostOnUndo(holding: Holding): string {
  return holding.printedValue
    ? 'Undo brings back quantity, price, date and cost; the value will be quantity × price instead of what the broker printed.'
    : ''
}

function offerUndo(holding: Holding, input: PositionInput, refresh: () => Promise<void>) {
  const id = `deleted-${holding.id}`
  const key = crypto.randomUUID()
  const undo = async () => {
    try {
      await createPosition(holding.accountId ?? '', input, key)
      // A new one: the pointer that pressed Undo would keep the old one open.
      notifications.hide(id)
      notifications.show({ message: `${holding.symbol} is back.`, autoClose: 3000 })
      await refresh()
    } catch (e) {
      notifications.update({ id, color: 'red', message: offer(`Could not undo: ${explain(e)}`), autoClose: false })
    }
  }
  const offer = (text: string) => (
    <Group justify="space-between" wrap="nowrap" gap="sm">
      <div>
        <Text size="sm">{text}</Text>
        <Text size="xs" c="dimmed">
          {lostOnUndo(holding)}
        </Text>
      </div>
      <Button size="xs" variant="default" flex="none" onClick={undo}>
        Undo
      </Button>
    </Group>
  )
  notifications.show({ id, message: offer(`${holding.symbol} was deleted.`), autoClose: undoTime })
}
