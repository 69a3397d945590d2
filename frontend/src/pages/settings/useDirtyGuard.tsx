import { Button, Group, Modal, Text } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { useBlocker } from 'react-router'

/** Asks before a page with changes that are not saved is left, but not who has just deleted their account. */
export function useDirtyGuard(isDirty: boolean): ReactNode {
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      isDirty && currentLocation.pathname !== nextLocation.pathname && nextLocation.state?.goodbye === undefined,
  )
  useEffect(() => {
    if (!isDirty) return
    const stop = (e: BeforeUnloadEvent) => e.preventDefault()
    addEventListener('beforeunload', stop)
    return () => removeEventListener('beforeunload', stop)
  }, [isDirty])
  return (
    <Modal opened={blocker.state === 'blocked'} onClose={() => blocker.reset?.()} title="Leave without saving?">
      <Text size="sm">Your changes on this page are not saved yet, and would be lost.</Text>
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={() => blocker.proceed?.()}>
          Leave without saving
        </Button>
        <Button data-autofocus onClick={() => blocker.reset?.()}>
          Stay here
        </Button>
      </Group>
    </Modal>
  )
}
