import { Table } from '@mantine/core'
import { WholeInput } from '@/components/form/WholeInput'
import { Section, type SectionProps } from './Section'

// The checks whose limits a person may move, with the defaults of the server.
const limits: [id: string, what: string, unit: string, warn: string, fail: string][] = [
  ['single_stock', 'Largest single company', '%', '10', '20'],
  ['single_holding', 'Largest holding, broad funds apart', '%', '25', '50'],
  ['top_five', 'Five largest, broad funds apart', '%', '70', '90'],
  ['region_concentration', 'Largest region of the stocks', '%', '85', '95'],
  ['fees', 'Fund fees a year', '%', '0.30', '0.75'],
  ['cash_drag', 'Cash beyond the emergency fund', '%', '10', '25'],
  ['unclassified', 'Not classified', '%', '5', '20'],
  ['target_drift', 'Distance from a target', 'points', '5', '10'],
]

export function Limits({ form }: SectionProps) {
  return (
    <Section
      id="limits"
      title="Health checks"
      lead="From which measure on Alex points something out, and from which on it is serious. Empty: as shown in gray."
    >
      <Table.ScrollContainer minWidth={340}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Check</Table.Th>
              <Table.Th scope="col">Worth a look from</Table.Th>
              <Table.Th scope="col">Serious from</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {limits.map(([id, what, unit, warn, fail]) => (
              <Table.Tr key={id}>
                <Table.Th scope="row" fw={400}>
                  {what}
                </Table.Th>
                {(['warn', 'fail'] as const).map((side) => (
                  <Table.Td key={side}>
                    <WholeInput
                      aria-label={`${what}: ${side === 'warn' ? 'worth a look' : 'serious'} from`}
                      unit={unit}
                      placeholder={side === 'warn' ? warn : fail}
                      value={form.values.limits[id]?.[side] ?? ''}
                      error={form.errors[`limits.${id}.${side}`] ?? form.errors[`limits.${id}`]}
                      onChange={(v) =>
                        form.setFieldValue(`limits.${id}`, { ...{ warn: '', fail: '' }, ...form.values.limits[id], [side]: v })
                      }
                    />
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  )
}
