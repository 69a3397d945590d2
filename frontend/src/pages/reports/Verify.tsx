import { Alert, Button, Group, Table, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { download } from '@/api/client'
import { type Report, verifyReport } from '@/api/reports'
import type { components } from '@/api/schema'
import { explain } from '@/components/Failure'
import { Panel } from '@/components/Panel'
import { useAmounts } from '@/lib/amount'
import { hidden, time } from '@/lib/format'

type Verification = components['schemas']['Verification']

/** The proof behind the report: its figures computed again, and all they are made of. */
export function Verify({ report }: { report: Report }) {
  const client = useQueryClient()
  const verifying = useMutation({
    mutationFn: () => verifyReport(report.id ?? ''),
    onSuccess: () => client.invalidateQueries({ queryKey: ['reports', 'list'] }),
  })
  const pack = useMutation({
    mutationFn: () => download(`/api/reports/${report.id}/evidence`, `alex-report-${report.asOf}-evidence.zip`),
  })
  return (
    <div className="no-print">
      <Panel title="Check it">
        <Text size="sm" mb="sm">
          Alex can compute all {(report.facts ?? []).length} figures of this report again, from the holdings and prices it kept,
          and compare them to the last digit.
        </Text>
        <Group>
          <Button variant="default" loading={verifying.isPending} onClick={() => verifying.mutate()}>
            Verify
          </Button>
          <Button variant="default" loading={pack.isPending} onClick={() => pack.mutate()}>
            Evidence pack
          </Button>
        </Group>
        <div aria-live="polite">
          {verifying.data ? <Result verification={verifying.data} /> : null}
          {!verifying.data && report.verified ? (
            <Text size="sm" c="dimmed" mt="sm">
              Last checked {time(report.verified.at)}:{' '}
              {report.verified.result === 'same' ? 'the same figures' : report.verified.result.replaceAll('_', ' ')}.
            </Text>
          ) : null}
          {verifying.isError ? <Trouble error={verifying.error} /> : null}
          {pack.isError ? <Trouble error={pack.error} /> : null}
        </div>
        <Text size="xs" c="dimmed" mt="sm">
          Facts hash {report.hash.slice(0, 16)}… · engine {report.engineVersion}
          {report.seed ? ` · seed ${report.seed}` : ''}
        </Text>
      </Panel>
    </div>
  )
}

const Trouble = ({ error }: { error: unknown }) => (
  <Alert color="red" mt="sm" role="alert">
    {explain(error)}
  </Alert>
)

function Result({ verification }: { verification: Verification }) {
  const { isPrivate } = useAmounts()
  if (verification.result === 'same') {
    return (
      <Alert color="green" mt="sm" title="The same, to the last digit">
        Every figure came out again exactly as it stands here.
      </Alert>
    )
  }
  if (verification.result === 'engine_changed') {
    return (
      <Alert color="yellow" mt="sm" title="Alex has changed since">
        The report was computed by engine {verification.versions.stored.engine}; this is {verification.versions.current.engine}. A
        new analysis uses the new one; this report stays as it was.
      </Alert>
    )
  }
  return (
    <Alert color="red" mt="sm" title={`${verification.differences.length} figures differ`} role="alert">
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Figure</Table.Th>
            <Table.Th scope="col">In the report</Table.Th>
            <Table.Th scope="col">Computed again</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {verification.differences.map((d) => (
            <Table.Tr key={d.fact + d.field}>
              <Table.Td>{d.fact}</Table.Td>
              <Table.Td>{isPrivate ? hidden : (d.stored ?? '–')}</Table.Td>
              <Table.Td>{isPrivate ? hidden : (d.recomputed ?? '–')}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Alert>
  )
}
