import { Alert, Button, Code, Stack, Text, TextInput } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Operator } from '@/api/admin'
import { Async } from '@/components/Async'
import { Failure } from '@/components/Failure'
import { Panel } from '@/components/Panel'
import { time } from '@/lib/format'
import classes from './Lines.module.css'
import { More } from './More'

/** Who is invited to sign up. */
export function Invites({ desk }: { desk: Operator }) {
  const client = useQueryClient()
  const [email, setEmail] = useState('')
  const again = () => client.invalidateQueries({ queryKey: ['admin', 'invites'] })
  const invites = useInfiniteQuery({
    queryKey: ['admin', 'invites'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => desk.invites(pageParam),
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  })
  const inviting = useMutation({
    mutationFn: desk.invite,
    onSuccess: () => {
      setEmail('')
      return again()
    },
  })
  const ending = useMutation({ mutationFn: desk.takeBack, onSuccess: again })
  return (
    <Panel title="Invitations">
      <form
        onSubmit={(e) => {
          e.preventDefault()
          if (email.trim()) inviting.mutate(email.trim())
        }}
      >
        <Stack gap="sm" mb="sm">
          <TextInput
            label="E-mail address"
            type="email"
            value={email}
            onChange={(e) => setEmail(e.currentTarget.value)}
            required
          />
          <div>
            <Button type="submit" loading={inviting.isPending}>
              Invite
            </Button>
          </div>
          {inviting.isError ? <Failure error={inviting.error} what="Nobody was invited" /> : null}
          {inviting.data ? (
            <Alert title={`For ${inviting.data.email}, good once until ${time(inviting.data.expiresAt)}`}>
              <Text size="sm" mb="xs">
                {inviting.data.mailed ? 'It was sent by e-mail.' : 'Pass it on; it is not shown again.'} {inviting.data.note}
              </Text>
              <Code block className={classes.wraps}>
                {inviting.data.link || inviting.data.token}
              </Code>
            </Alert>
          ) : null}
        </Stack>
      </form>
      {ending.isError ? <Failure error={ending.error} what="It was not taken back" /> : null}
      <Async query={invites} what="the invitations" height={80}>
        {({ pages }) => (
          <ul className={classes.lines}>
            {pages
              .flatMap((p) => p.items)
              .map((i) => (
                <li key={i.id}>
                  <div>
                    <Text size="sm" fw={600}>
                      {i.email}
                    </Text>
                    <Text size="xs" c="dimmed">
                      {i.usedAt ? `used ${time(i.usedAt)}` : `good until ${time(i.expiresAt)}`}
                    </Text>
                  </div>
                  {i.usedAt ? null : (
                    <Button
                      size="xs"
                      variant="default"
                      aria-label={`Take the invitation of ${i.email} back`}
                      loading={ending.isPending && ending.variables === i.id}
                      onClick={() => ending.mutate(i.id)}
                    >
                      Take back
                    </Button>
                  )}
                </li>
              ))}
          </ul>
        )}
      </Async>
      <More query={invites} label="More invitations" />
    </Panel>
  )
}
