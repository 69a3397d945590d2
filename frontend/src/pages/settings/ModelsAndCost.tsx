import { List, Switch, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { usageQuery } from '@/api/usage'
import { Async } from '@/components/Async'
import { moneyExact } from '@/lib/format'
import { Section, type SectionProps } from './Section'

/** Consent, said before anything is sent, and what was spent. */
export function ModelsAndCost({ form }: SectionProps) {
  const usage = useQuery(usageQuery)
  return (
    <Section id="models" title="Models and cost">
      <Switch
        label="Language models may write prose around my figures"
        {...form.getInputProps('allowModels', { type: 'checkbox' })}
      />
      <Text size="sm" mt="xs">
        Off, nothing leaves this server, and rules write the report. On, and only where whoever runs Alex has set up a model:
      </Text>
      <List size="sm" mt={4}>
        <List.Item>Sent are rounded weights and values, ticker symbols, and the facts of your plan.</List.Item>
        <List.Item>Never sent are names, e-mail addresses, account names or numbers, or anything you wrote yourself.</List.Item>
        <List.Item>Every figure is computed by code either way, and checked before you see it.</List.Item>
      </List>
      <Async query={usage} what="what models have cost" height={60}>
        {({ months, limit }) => (
          <>
            {months.length === 0 ? (
              <Text size="sm" c="dimmed" mt="md">
                No model has worked for you yet: nothing spent.
              </Text>
            ) : (
              <Table mt="md">
                <Table.Caption>What models have cost{limit ? `; the limit is ${moneyExact(limit)} a day` : ''}</Table.Caption>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th scope="col">Month</Table.Th>
                    <Table.Th scope="col">Agent</Table.Th>
                    <Table.Th scope="col" className="number">
                      Tokens
                    </Table.Th>
                    <Table.Th scope="col" className="number">
                      Cost
                    </Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {months.flatMap((m) =>
                    Object.entries(m.byAgent).map(([agent, spent]) => (
                      <Table.Tr key={m.month + agent}>
                        <Table.Td>{m.month}</Table.Td>
                        <Table.Td>{agent}</Table.Td>
                        <Table.Td className="number">{spent.tokens.toLocaleString('en-US')}</Table.Td>
                        <Table.Td className="number">{moneyExact(spent.cost)}</Table.Td>
                      </Table.Tr>
                    )),
                  )}
                </Table.Tbody>
              </Table>
            )}
          </>
        )}
      </Async>
    </Section>
  )
}
