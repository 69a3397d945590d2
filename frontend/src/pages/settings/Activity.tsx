import { Button, Table, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { activityQuery } from '@/api/activity'
import { Async } from '@/components/Async'
import { actInWords, toolInWords } from '@/lib/acts'
import { time } from '@/lib/format'
import { Section } from './Section'

const by: Record<string, string> = {
  self: 'You',
  system: 'Alex',
  operator: 'Whoever runs Alex',
  grantee: 'Someone with access',
  assistant: 'An assistant',
}

/** What was done to the account, and by whom. */
export function Activity() {
  const activity = useInfiniteQuery(activityQuery)
  return (
    <Section
      id="activity"
      title="Recent activity"
      lead="What was done to your account. Nobody can change this list, and it holds no amounts."
    >
      <Async query={activity} what="your recent activity" height={160}>
        {({ pages }) => {
          const items = pages.flatMap((p) => p.items)
          if (items.length === 0) return <Text size="sm">Nothing yet.</Text>
          return (
            <Table horizontalSpacing={6}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th scope="col">What</Table.Th>
                  <Table.Th scope="col">Who</Table.Th>
                  <Table.Th scope="col">When</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {items.map((e) => (
                  <Table.Tr key={e.id}>
                    <Table.Td>
                      {actInWords(e.act)}
                      {e.detail.act ? (
                        <Text size="xs" c="dimmed">
                          {actInWords(e.detail.act)}
                        </Text>
                      ) : null}
                      {e.detail.tool ? (
                        <Text size="xs" c="dimmed">
                          {toolInWords(e.detail.tool, e.detail.outcome)}
                        </Text>
                      ) : null}
                      {e.network ? (
                        <Text size="xs" c="dimmed">
                          from {e.network}
                        </Text>
                      ) : null}
                    </Table.Td>
                    <Table.Td>{e.key ? `Assistant: ${e.key}` : (by[e.actor] ?? e.actor)}</Table.Td>
                    <Table.Td>{time(e.at)}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          )
        }}
      </Async>
      {activity.hasNextPage ? (
        <Button
          size="xs"
          mt="sm"
          variant="default"
          loading={activity.isFetchingNextPage}
          onClick={() => activity.fetchNextPage()}
        >
          Earlier activity
        </Button>
      ) : null}
    </Section>
  )
}
