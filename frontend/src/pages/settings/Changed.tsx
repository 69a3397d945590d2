import { Alert, Button, Group, Table } from '@mantine/core'
import { differing, type SettingsForm } from './form'

type Props = { mine: SettingsForm; theirs: SettingsForm; onMine: () => void; onTheirs: () => void }

/** The record was changed elsewhere: what differs, and the person decides. */
export function Changed({ mine, theirs, onMine, onTheirs }: Props) {
  return (
    <Alert color="yellow" role="alert" title="Your settings were changed elsewhere in the meantime">
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Field</Table.Th>
            <Table.Th scope="col">Yours, here</Table.Th>
            <Table.Th scope="col">Saved elsewhere</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {differing(mine, theirs).map((key) => (
            <Table.Tr key={key}>
              <Table.Th scope="row" fw={400}>
                {words(key)}
              </Table.Th>
              <Table.Td>{said(mine[key])}</Table.Td>
              <Table.Td>{said(theirs[key])}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Group mt="xs">
        <Button size="xs" variant="default" onClick={onTheirs}>
          Use theirs
        </Button>
        <Button size="xs" onClick={onMine}>
          Keep mine
        </Button>
      </Group>
    </Alert>
  )
}

/** "targetRetirementIncome" → "Target retirement income". */
function words(key: string): string {
  const text = key.replace(/([A-Z])/g, ' $1').toLowerCase()
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function said(value: SettingsForm[keyof SettingsForm]): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'string') return value || '–'
  if (Array.isArray(value)) return value.map((v) => v.name || '(unnamed)').join(', ') || '–'
  return (
    Object.entries(value)
      .filter(([, v]) => v)
      .map(([k, v]) => `${k} ${typeof v === 'string' ? v : JSON.stringify(v)}`)
      .join(', ') || '–'
  )
}
