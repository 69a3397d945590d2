import { Button, Skeleton, Table, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { callsAtOnce, callsQuery, type ModelCall } from '@/api/usage'
import { Failure } from '@/components/Failure'
import { time } from '@/lib/format'
import { word } from '@/lib/words'
import classes from './Settings.module.css'
import { UsageHead } from './UsageHead'
import { useSpent } from './useSpent'

/** The last calls of models, read when they are asked for, and those before them on demand. */
export function UsageCalls() {
  const [isOpen, setOpen] = useState(false)
  const calls = useInfiniteQuery({ ...callsQuery, enabled: isOpen })
  const items = calls.data?.pages.flatMap((page) => page.items)
  return (
    <details className={classes.details} onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>{`The last ${Math.max(callsAtOnce, items?.length ?? 0)} calls of models`}</summary>
      {isOpen && items ? <Calls calls={items} /> : null}
      {isOpen && calls.isError ? (
        <Failure error={calls.error} what="Could not read the log of calls" retry={() => calls.refetch()} />
      ) : null}
      {isOpen && calls.isPending ? (
        <div role="status" aria-label="Reading the log of calls">
          <Skeleton h={120} />
        </div>
      ) : null}
      {isOpen && calls.hasNextPage ? (
        <Button variant="default" size="xs" loading={calls.isFetchingNextPage} onClick={() => calls.fetchNextPage()}>
          Earlier calls
        </Button>
      ) : null}
    </details>
  )
}

function Calls({ calls }: { calls: ModelCall[] }) {
  const spent = useSpent()
  if (calls.length === 0) return <Text size="sm">No model has been asked for you.</Text>
  return (
    <Table mt="xs">
      <UsageHead columns={['Asked', 'By']} />
      <Table.Tbody>
        {calls.map((call) => (
          <Table.Tr key={call.id}>
            <Table.Td>
              {time(call.startedAt)}
              <Second>{call.outcome === 'ok' ? 'Answered' : word(call.outcome)}</Second>
            </Table.Td>
            <Table.Td>
              {word(call.agent)}
              <Second>{call.model}</Second>
            </Table.Td>
            <Table.Td className="number">{total(call.tokens).toLocaleString('en-US')}</Table.Td>
            <Table.Td className="number">{spent(call)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function Second({ children }: { children: string }) {
  return (
    <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
      {children}
    </Text>
  )
}

const total = (t: ModelCall['tokens']) => t.input + t.output + t.cacheRead + t.cacheWrite
