import { Code, List, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { healthQuery } from '@/api/health'
import { Async } from '@/components/Async'
import { Page } from '@/components/Page'
import { Panel } from '@/components/Panel'

/** For whoever runs Alex: is it well, and where the rest is done. Usage and states, never portfolios. */
export default function Admin() {
  const health = useQuery(healthQuery)
  return (
    <Page title="Operators" width="text" lead="For whoever runs this server. It shows states, never portfolios.">
      <Panel title="This server">
        <Async query={health} what="the state of the server" height={90}>
          {({ version, isReady }) => (
            <Table>
              <Table.Tbody>
                <Table.Tr>
                  <Table.Th scope="row">Version</Table.Th>
                  <Table.Td>{version}</Table.Td>
                </Table.Tr>
                <Table.Tr>
                  <Table.Th scope="row">Database</Table.Th>
                  <Table.Td>{isReady ? '✓ answers' : '✕ does not answer'}</Table.Td>
                </Table.Tr>
              </Table.Tbody>
            </Table>
          )}
        </Async>
      </Panel>
      <Panel title="On the server itself">
        <Text size="sm" mb="xs">
          People, invitations and backups are looked after by commands, so that no password of an operator travels:
        </Text>
        <List size="sm">
          <List.Item>
            <Code>alex user list · invite · disable · enable · reset-password · delete</Code>
          </List.Item>
          <List.Item>
            <Code>alex backup FILE</Code> and <Code>alex restore FILE --confirm</Code>
          </List.Item>
          <List.Item>
            <Code>alex doctor</Code> checks the set-up; <Code>/metrics</Code> is for Prometheus
          </List.Item>
        </List>
      </Panel>
    </Page>
  )
}
