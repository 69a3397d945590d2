import { Table, Text } from '@mantine/core'
import { memo } from 'react'
import type { Projection } from '@/api/retirement'
import { Panel } from '@/components/Panel'
import { odds, unknown } from '@/lib/format'

type Method = Projection['methods'][number]

const sets: Record<string, string> = { default: 'usual', cautious: 'cautious', historical: 'past', own: 'your own' }

/** How futures are made, for people. */
export function methodWords(m: { mode: Method['mode']; assumptionSet: string }): string {
  if (m.mode === 'historical') return 'Every start year of history'
  if (m.mode === 'bootstrap') return 'Years of history, drawn in blocks'
  return `Simulated, ${sets[m.assumptionSet] ?? m.assumptionSet} returns`
}

/** The same plan by every method: the uncertainty that no number of futures takes away. */
export const Methods = memo(function Methods({ projection }: { projection: Projection }) {
  const rows = projection.methods ?? []
  if (rows.length === 0) return null
  return (
    <Panel title="The same plan, other methods">
      <Text size="sm" c="dimmed" mb="xs">
        No method knows the future. How far they lie apart is how unsure the answer is.
      </Text>
      <Table aria-label="Chance of success by method">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Method</Table.Th>
            <Table.Th scope="col" ta="right">
              Odds
            </Table.Th>
            <Table.Th scope="col" ta="right">
              Short at age
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((m) => (
            <Table.Tr key={`${m.mode} ${m.assumptionSet}`}>
              <Table.Th scope="row" fw={400}>
                {methodWords(m)}
              </Table.Th>
              <Table.Td className="number">{odds(m.successRate)}</Table.Td>
              <Table.Td className="number">{m.failure?.age ?? unknown}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  )
})
