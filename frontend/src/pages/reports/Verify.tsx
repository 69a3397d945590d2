import { Alert, Button, Group, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { download } from '@/api/client'
import { type Report, verifyReport } from '@/api/reports'
import { explain } from '@/components/Failure'
import { Panel } from '@/components/Panel'
import { time } from '@/lib/format'
import { VerifyResult } from './VerifyResult'

/** The proof behind the report: its figures computed again, and all they are made of. */
export function Verify({ report }: { report: Report }) {
  const client = useQueryClient()
  const verifying = useMutation({
    mutationFn: () => verifyReport(report.id ?? ''),
    onSuccess: () => client.invalidateQueries({ queryKey: ['reports'] }),
  })
  const pack = useMutation({
    mutationFn: () => download(`/api/reports/${report.id}/evidence`, `alex-report-${report.asOf}-evidence.zip`),
  })
  return (
    <Panel title="Check it">
      <Text size="sm" mb="sm">
        Alex can compute all {(report.facts ?? []).length} figures of this report again, from the holdings and prices it kept, and
        compare them to the last digit.
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
        {verifying.data ? <VerifyResult verification={verifying.data} facts={report.facts ?? []} /> : null}
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
  )
}

const Trouble = ({ error }: { error: unknown }) => (
  <Alert color="red" mt="sm" role="alert">
    {explain(error)}
  </Alert>
)
