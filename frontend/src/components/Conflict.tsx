import { Alert, Button, Group, Table, Text } from '@mantine/core'

/** One value of a record that two have changed, in words. */
export type Difference = { field: string; theirs: string; mine: string }

type Props = {
  /** What was changed: "this account". */
  what: string
  differences: Difference[]
  isSaving?: boolean
  takeTheirs: () => void
  keepMine: () => void
}

/** Someone else, or another tab, changed the record meanwhile: both values, and the choice. */
export function Conflict({ what, differences, isSaving = false, takeTheirs, keepMine }: Props) {
  return (
    <Alert color="yellow" variant="light" role="alert" title="Changed elsewhere">
      <Text size="sm" mb="xs">
        Another tab or person changed {what} while you were editing. Nothing is saved yet.
      </Text>
      <Table withRowBorders={false} verticalSpacing={2}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Field</Table.Th>
            <Table.Th scope="col">Now</Table.Th>
            <Table.Th scope="col">Yours</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {differences.map((d) => (
            <Table.Tr key={d.field}>
              <Table.Th scope="row">{d.field}</Table.Th>
              <Table.Td>{d.theirs}</Table.Td>
              <Table.Td>{d.mine}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Group gap="xs" mt="xs">
        <Button size="xs" variant="default" onClick={takeTheirs}>
          Use theirs
        </Button>
        <Button size="xs" loading={isSaving} onClick={keepMine}>
          Keep mine
        </Button>
      </Group>
    </Alert>
  )
}
