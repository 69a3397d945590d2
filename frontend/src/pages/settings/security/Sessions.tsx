import { Button, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { addressQuery } from '@/api/address'
import { endOtherSessions, endSession, sessionsQuery } from '@/api/sessions'
import { Async } from '@/components/Async'
import { explain } from '@/components/Failure'
import { time } from '@/lib/format'
import { browserOf } from '../browserOf'
import classes from '../Settings.module.css'

/** Where the person is signed in, and the way to end it. */
export function Sessions() {
  const sessions = useQuery(sessionsQuery)
  const client = useQueryClient()
  const ending = useMutation({
    mutationFn: endSession,
    onSuccess: () => client.invalidateQueries({ queryKey: ['sessions'] }),
    onError: (e) => notifications.show({ color: 'red', title: 'The session was not ended', message: explain(e) }),
  })
  const endingOthers = useMutation({
    mutationFn: endOtherSessions,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['sessions'] })
      void client.invalidateQueries({ queryKey: addressQuery.queryKey }) // a change that waited does so no more
      notifications.show({ message: 'You are signed out everywhere else.' })
    },
    onError: (e) => notifications.show({ color: 'red', title: 'The sessions were not ended', message: explain(e) }),
  })
  return (
    <Async query={sessions} what="your sessions" height={80}>
      {(items) => (
        <>
          <ul className={classes.lines}>
            {items.map((s) => (
              <li key={s.id}>
                <div>
                  <Text size="sm" fw={600}>
                    {browserOf(s.userAgent)}
                  </Text>
                  <Text size="xs" c="dimmed">
                    Signed in {time(s.createdAt)}, last seen {time(s.lastUsedAt)}
                  </Text>
                </div>
                {s.current ? (
                  <Text size="sm">This one</Text>
                ) : (
                  <Button
                    size="xs"
                    variant="default"
                    aria-label={`End the session of ${browserOf(s.userAgent)}, last seen ${time(s.lastUsedAt)}`}
                    loading={ending.isPending && ending.variables === s.id}
                    onClick={() => ending.mutate(s.id)}
                  >
                    End
                  </Button>
                )}
              </li>
            ))}
          </ul>
          {items.length > 1 ? (
            <Button size="xs" variant="default" mt="xs" loading={endingOthers.isPending} onClick={() => endingOthers.mutate()}>
              Sign out everywhere else
            </Button>
          ) : null}
        </>
      )}
    </Async>
  )
}
