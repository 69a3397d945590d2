import { Table } from '@mantine/core'
import { WholeInput } from '@/components/form/WholeInput'
import { Section, type SectionProps } from './Section'
import classes from './Settings.module.css'
import { shippedLimits } from './shippedLimits'

// The checks whose limits a person may move. That of the emergency fund follows
// its goal, and a missing price is always worth a look.
const limits: [id: string, what: string, unit: string][] = [
  ['single_stock', 'Largest single company', '%'],
  ['single_holding', 'Largest holding, broad funds apart', '%'],
  ['top_five', 'Five largest, broad funds apart', '%'],
  ['region_concentration', 'Largest region of the stocks', '%'],
  ['fees', 'Fund fees a year', '%'],
  ['cash_drag', 'Cash beyond the emergency fund', '%'],
  ['unclassified', 'Not classified', '%'],
  ['stale_price', 'Age of the oldest price', 'days'],
  ['target_drift', 'Distance from a target', 'pt'],
]

export function Limits({ form }: SectionProps) {
  return (
    <Section
      id="limits"
      title="Health checks"
      lead="From which measure on Alex points something out, and from which on it is serious. What you leave empty is as shown in gray; the emergency fund follows its goal in your plan."
    >
      <Table className={classes.limits}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Check</Table.Th>
            <Table.Th scope="col">Worth a look from</Table.Th>
            <Table.Th scope="col">Serious from</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {limits.map(([id, what, unit]) => (
            <Table.Tr key={id}>
              <Table.Th scope="row" fw={400}>
                {what}
              </Table.Th>
              {(['warn', 'fail'] as const).map((side) => (
                <Table.Td key={side}>
                  <WholeInput
                    aria-label={`${what}: ${side === 'warn' ? 'worth a look' : 'serious'} from`}
                    unit={unit}
                    placeholder={shippedLimits[id]?.[side]}
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
    </Section>
  )
}
