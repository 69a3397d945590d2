import { Button, Skeleton, Table, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type Import, importsQuery } from '@/api/imports'
import { Async } from '@/components/Async'
import { useAmounts } from '@/lib/amount'
import { time } from '@/lib/format'
import { useUndo } from './useUndo'
import { brokerName } from './words'

/** Every import so far; each can be taken back as long as nothing stands in its way. */
export function PastImports() {
  const query = useQuery(importsQuery)
  return (
    <Async query={query} what="past imports" skeleton={<Skeleton h={60} />}>
      {(imports) =>
        imports.length === 0 ? null : (
          <section>
            <Title order={3} mb={4}>
              Past imports
            </Title>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th scope="col">File</Table.Th>
                  <Table.Th scope="col" ta="right">
                    Read
                  </Table.Th>
                  <Table.Th scope="col" ta="right">
                    State
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {imports.map((i) => (
                  <PastImport key={i.importId} past={i} />
                ))}
              </Table.Tbody>
            </Table>
          </section>
        )
      }
    </Async>
  )
}

function PastImport({ past }: { past: Import }) {
  const { moneyExact } = useAmounts()
  const { undo, isUndoing, failure } = useUndo(() => {})
  const { summary } = past
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400}>
        {summary.file}
        <Text size="xs" c="dimmed" component="div">
          {brokerName(summary.broker)} · {time(past.appliedAt)}
        </Text>
        {failure ? (
          <Text size="xs" c="var(--mantine-color-error)" role="alert">
            {failure}
          </Text>
        ) : null}
      </Table.Th>
      <Table.Td ta="right">{moneyExact(summary.readTotal)}</Table.Td>
      <Table.Td ta="right">
        {past.status === 'undone' ? (
          <Text size="sm" c="dimmed">
            Undone
          </Text>
        ) : (
          <Button
            size="compact-sm"
            variant="default"
            loading={isUndoing}
            aria-label={`Undo the import of ${summary.file}`}
            onClick={() => undo(past.importId)}
          >
            Undo
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
