import { Button, Table, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { endSession, sessionsQuery } from '@/api/sessions'
import { useAdapter } from '@/auth'
import { Async } from '@/components/Async'
import { explain } from '@/components/Failure'
import { time } from '@/lib/format'
import { Section } from './Section'

/** Where the person is signed in, and the way to end it. */
export function Sessions() {
  const { kind } = useAdapter()
  if (kind !== 'local') {
    return (
      <Section id="sessions" title="Sessions">
        <Text size="sm">Your sign-in service keeps them: see “Manage account” in the menu at the top.</Text>
      </Section>
    )
  }
  return <LocalSessions />
}

function LocalSessions() {
  const sessions = useQuery(sessionsQuery)
  const client = useQueryClient()
  const ending = useMutation({
    mutationFn: endSession,
    onSuccess: () => client.invalidateQueries({ queryKey: ['sessions'] }),
    onError: (e) => notifications.show({ color: 'red', title: 'The session was not ended', message: explain(e) }),
  })
  return (
    <Section id="sessions" title="Sessions" lead="Every place where you are signed in. End what you do not know.">
      <Async query={sessions} what="your sessions" height={80}>
        {(items) => (
          <Table.ScrollContainer minWidth={320}>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th scope="col">Signed in</Table.Th>
                  <Table.Th scope="col">Last seen</Table.Th>
                  <Table.Th scope="col">
                    <span className="mantine-visually-hidden">Action</span>
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {items.map((s) => (
                  <Table.Tr key={s.id}>
                    <Table.Td>
                      {time(s.createdAt)}
                      <Text size="xs" c="dimmed">
                        {browserOf(s.userAgent)}
                      </Text>
                    </Table.Td>
                    <Table.Td>{time(s.lastUsedAt)}</Table.Td>
                    <Table.Td>
                      {s.current ? (
                        'This one'
                      ) : (
                        <Button
                          size="xs"
                          variant="default"
                          loading={ending.isPending && ending.variables === s.id}
                          onClick={() => ending.mutate(s.id)}
                        >
                          End
                        </Button>
                      )}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Async>
    </Section>
  )
}

/** "Firefox on Linux": what of a user agent a person knows. */
export function browserOf(agent: string): string {
  const browser = /Edg\//.test(agent)
    ? 'Edge'
    : /Firefox\//.test(agent)
      ? 'Firefox'
      : /Chrom(e|ium)\//.test(agent)
        ? 'Chrome'
        : /Safari\//.test(agent)
          ? 'Safari'
          : ''
  const system = /Android/.test(agent)
    ? 'Android'
    : /iPhone|iPad/.test(agent)
      ? 'iOS'
      : /Mac OS/.test(agent)
        ? 'macOS'
        : /Windows/.test(agent)
          ? 'Windows'
          : /Linux/.test(agent)
            ? 'Linux'
            : ''
  if (browser && system) return `${browser} on ${system}`
  return browser || agent.slice(0, 40) || 'unknown program'
}
