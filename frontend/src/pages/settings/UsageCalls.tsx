import { Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { callsQuery, type ModelCall } from '@/api/usage'
import { Async } from '@/components/Async'
import { useAmounts } from '@/lib/amount'
import { time } from '@/lib/format'
import { word } from '@/lib/words'
import classes from './Settings.module.css'

/** The last calls of models, read when they are asked for. */
export function UsageCalls() {
  const [isOpen, setOpen] = useState(false)
  const calls = useQuery({ ...callsQuery, enabled: isOpen })
  return (
    <details className={classes.details} onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>The last calls of models</summary>
      {isOpen ? (
        <Async query={calls} what="the log of calls" height={120}>
          {(items) => <Calls calls={items} />}
        </Async>
      ) : null}
    </details>
  )
}

function Calls({ calls }: { calls: ModelCall[] }) {
  const { modelCost } = useAmounts()
  if (calls.length === 0) return <Text size="sm">No model has been asked for you.</Text>
  return (
    <Table mt="xs">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Asked</Table.Th>
          <Table.Th scope="col">By</Table.Th>
          <Table.Th scope="col" className="number">
            Tokens
          </Table.Th>
          <Table.Th scope="col" className="number">
            Cost
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
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
            <Table.Td className="number">{modelCost(call.cost)}</Table.Td>
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
