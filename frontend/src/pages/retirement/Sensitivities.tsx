import { Table, Text } from '@mantine/core'
import { memo } from 'react'
import type { Projection } from '@/api/retirement'
import { Panel } from '@/components/Panel'
import { odds, points } from '@/lib/format'

/** What single changes do to the chance, over the very same futures. */
export const Sensitivities = memo(function Sensitivities({ projection }: { projection: Projection }) {
  const rows = projection.sensitivities
  if (rows.length === 0) return null
  return (
    <Panel title="What if">
      <Text size="sm" c="dimmed" mb="xs">
        One change at a time, over the very same futures, in percentage points. “Noise” is a difference that chance alone may
        make.
      </Text>
      <Table aria-label="What single changes do">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Change</Table.Th>
            <Table.Th scope="col" ta="right">
              Odds
            </Table.Th>
            <Table.Th scope="col" ta="right">
              Difference
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((s) => (
            <Table.Tr key={s.name}>
              <Table.Th scope="row" fw={400}>
                {s.label}
              </Table.Th>
              <Table.Td className="number">{odds(s.successRate)}</Table.Td>
              <Table.Td className="number" c={s.withinNoise ? 'dimmed' : undefined}>
                {s.withinNoise ? 'noise' : points(s.delta * 100)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  )
})
