import { Button, Select, Table, Text } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Operator } from '@/api/admin'
import { Async } from '@/components/Async'
import { Failure } from '@/components/Failure'
import { Panel } from '@/components/Panel'
import { time } from '@/lib/format'
import classes from './Admin.module.css'
import { Listed } from './Listed'
import { More } from './More'

type Status = 'failed' | 'pending' | 'running'

/** Analyses that failed or wait; one that failed begins again, once. */
export function Jobs({ desk }: { desk: Operator }) {
  const client = useQueryClient()
  const [status, setStatus] = useState<Status>('failed')
  const jobs = useInfiniteQuery({
    queryKey: ['admin', 'jobs', status],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => desk.jobs(status, pageParam),
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  })
  const redriving = useMutation({ mutationFn: desk.redrive, onSuccess: () => client.invalidateQueries({ queryKey: ['admin'] }) })
  return (
    <Panel title="Analyses">
      <Select
        label="Which"
        data={[
          { value: 'failed', label: 'Failed' },
          { value: 'pending', label: 'Waiting' },
          { value: 'running', label: 'Running' },
        ]}
        value={status}
        onChange={(v) => setStatus((v as Status | null) ?? 'failed')}
        allowDeselect={false}
        maw={240}
        mb="sm"
      />
      <div role="status">
        {redriving.data ? (
          <Text size="sm" mb="sm">
            {redriving.data.created ? 'It begins again.' : 'It was begun again already.'}
          </Text>
        ) : null}
      </div>
      {redriving.isError ? <Failure error={redriving.error} what="It does not begin again" /> : null}
      <Async query={jobs} what="the analyses" height={120}>
        {({ pages }) => {
          const items = pages.flatMap((p) => p.items)
          if (items.length === 0) return <Text size="sm">None.</Text>
          return (
            <Listed heads={['Asked for', 'Person', 'Attempts', 'Why', 'Act']}>
              {items.map((j) => (
                <Table.Tr key={j.id}>
                  <Table.Td className={classes.when}>{time(j.createdAt)}</Table.Td>
                  <Table.Td data-label="Person">{j.person}</Table.Td>
                  <Table.Td data-label="Attempts">{j.attempt}</Table.Td>
                  <Table.Td data-label="Why">{j.error}</Table.Td>
                  <Table.Td>
                    {j.status === 'failed' ? (
                      <Button
                        size="xs"
                        variant="default"
                        aria-label={`Begin the analysis of ${time(j.createdAt)} again`}
                        loading={redriving.isPending && redriving.variables === j.id}
                        onClick={() => redriving.mutate(j.id)}
                      >
                        Begin again
                      </Button>
                    ) : null}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Listed>
          )
        }}
      </Async>
      <More query={jobs} label="More analyses" />
    </Panel>
  )
}
