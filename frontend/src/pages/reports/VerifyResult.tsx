import { Alert, Table, Text } from '@mantine/core'
import type { Fact } from '@/api/reports'
import type { components } from '@/api/schema'
import { useAmounts } from '@/lib/amount'
import { hidden, unknown } from '@/lib/format'
import classes from './ReportPage.module.css'

type Verification = components['schemas']['Verification']
type Props = { verification: Verification; facts: readonly Fact[] }

/** What computing a report again has shown. */
export function VerifyResult({ verification, facts }: Props) {
  switch (verification.result) {
    case 'same':
      return (
        <Alert color="green" mt="sm" title="The same, to the last digit">
          Every figure came out again exactly as it stands here.
        </Alert>
      )
    case 'engine_changed':
      return (
        <Alert color="yellow" mt="sm" title="Alex has changed since">
          This report was made by {maker(verification.versions.stored)}; this is {maker(verification.versions.current)}, which may
          rightly come to other figures, so nothing was compared. The report stays as it was; a new analysis uses the new one.
        </Alert>
      )
    default:
      return <Differences differences={verification.differences} facts={facts} />
  }
}

const maker = (v: Verification['versions']['stored']) => `engine ${v.engine} with ${v.facts}`

function Differences({ differences, facts }: { differences: Verification['differences']; facts: readonly Fact[] }) {
  const { isPrivate } = useAmounts()
  const labels = new Map(facts.map((f) => [f.id, f.label]))
  const cell = (value: string | null) => (isPrivate ? hidden : (value ?? unknown))
  const count = differences.length
  return (
    <Alert color="red" mt="sm" title={count === 1 ? 'One figure differs' : `${count} figures differ`} role="alert">
      <Text size="sm" mb="xs">
        Computed again from the same holdings and prices, these came out otherwise. Trust neither before you know why; the
        evidence pack has all that they are made of.
      </Text>
      <Table className={classes.differences}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Figure</Table.Th>
            <Table.Th scope="col">In the report</Table.Th>
            <Table.Th scope="col">Computed again</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {differences.map((d) => (
            <Table.Tr key={`${d.fact} ${d.field}`}>
              <Table.Th scope="row" fw={400}>
                {labels.get(d.fact) ?? (d.fact || 'all figures together')}
                {d.field === 'value' ? null : ` (${d.field})`}
              </Table.Th>
              <Table.Td>{cell(d.stored)}</Table.Td>
              <Table.Td>{cell(d.recomputed)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Alert>
  )
}
