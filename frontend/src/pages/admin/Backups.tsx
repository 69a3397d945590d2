import { Button, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Operator } from '@/api/admin'
import { Async } from '@/components/Async'
import { Failure } from '@/components/Failure'
import { Panel } from '@/components/Panel'
import { time } from '@/lib/format'
import classes from './Lines.module.css'
import { size } from './size'

const state = (verified: boolean | null) => (verified === null ? 'not read yet' : verified ? '✓ reads back whole' : '✕ damaged')

/** The backups that Alex made by itself, and one more at a press. */
export function Backups({ desk }: { desk: Operator }) {
  const client = useQueryClient()
  const backups = useQuery({ queryKey: ['admin', 'backups'], queryFn: desk.backups })
  const making = useMutation({ mutationFn: desk.backUp, onSuccess: () => client.invalidateQueries({ queryKey: ['admin'] }) })
  return (
    <Panel
      title="Backups"
      action={
        <Button size="xs" loading={making.isPending} onClick={() => making.mutate()}>
          Make one now
        </Button>
      }
    >
      <div role="status">
        {making.data ? (
          <Text size="sm" mb="sm">
            {making.data.backup
              ? `${making.data.backup.name} is made and was restored on trial.`
              : 'It takes longer; it goes on.'}
          </Text>
        ) : null}
      </div>
      {making.isError ? <Failure error={making.error} what="No backup was made" /> : null}
      <Async query={backups} what="the backups" height={80}>
        {({ items }) =>
          items.length === 0 ? (
            <Text size="sm">There is none yet.</Text>
          ) : (
            <ul className={classes.lines}>
              {items.map((b) => (
                <li key={b.name}>
                  <div>
                    <Text size="sm" fw={600}>
                      {time(b.createdAt)}
                      {b.beforeMigration ? ', before an upgrade' : ''}
                    </Text>
                    <Text size="xs" c="dimmed">
                      {b.name}
                    </Text>
                  </div>
                  <Text size="xs" ta="right">
                    {size(b.bytes)}
                    <br />
                    {state(b.verified)}
                  </Text>
                </li>
              ))}
            </ul>
          )
        }
      </Async>
    </Panel>
  )
}
