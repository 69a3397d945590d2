import { Button, Menu, Table, Text, TextInput } from '@mantine/core'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import type { Operator, Resident } from '@/api/admin'
import { useAdapter } from '@/auth'
import { Async } from '@/components/Async'
import { Panel } from '@/components/Panel'
import { counted } from '@/lib/counted'
import { modelCost, time } from '@/lib/format'
import { type Act, Asked } from './Asked'
import { Listed } from './Listed'
import { More } from './More'

/** Who there is, and what can be done for them. */
export function People({ desk }: { desk: Operator }) {
  const { kind } = useAdapter()
  const [search, setSearch] = useState('')
  const query = useDeferredValue(search.trim())
  const [asked, setAsked] = useState<{ act: Act; person: Resident } | null>(null)
  const client = useQueryClient()
  const people = useInfiniteQuery({
    queryKey: ['admin', 'people', query],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => desk.people(query, pageParam),
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: (before) => before,
  })
  return (
    <Panel title="People">
      <TextInput
        label="Find by e-mail address or id"
        value={search}
        onChange={(e) => setSearch(e.currentTarget.value)}
        maxLength={320}
        maw={360}
        mb="sm"
      />
      {kind === 'local' ? null : (
        <Text size="sm" mb="sm">
          People sign in elsewhere: their sessions are ended there. Whoever is disabled here stays out at once.
        </Text>
      )}
      <Async query={people} what="the people" height={240}>
        {({ pages }) => <PeopleTable people={pages.flatMap((p) => p.items)} ask={(act, person) => setAsked({ act, person })} />}
      </Async>
      <More query={people} label="More people" />
      {asked ? (
        <Asked
          {...asked}
          desk={desk}
          close={() => setAsked(null)}
          onDone={() => client.invalidateQueries({ queryKey: ['admin'] })}
        />
      ) : null}
    </Panel>
  )
}

function PeopleTable({ people, ask }: { people: Resident[]; ask: (act: Act, person: Resident) => void }) {
  if (people.length === 0) return <Text size="sm">Nobody is found.</Text>
  return (
    <Listed heads={['Who', 'State', 'Last seen', 'Keeps', 'Models this month', 'Act']}>
      {people.map((p) => (
        <Table.Tr key={p.id}>
          <Table.Td>
            <Text size="sm" fw={600}>
              {p.email || p.id}
            </Text>
            <Text size="xs" c="dimmed">
              {p.displayName || (p.email ? p.id : '')}
            </Text>
          </Table.Td>
          <Table.Td data-label="State">{p.state}</Table.Td>
          <Table.Td data-label="Last seen">{time(p.lastSeenAt)}</Table.Td>
          <Table.Td data-label="Keeps">
            {counted(p.accounts, 'account')}, {counted(p.positions, 'position')}, {counted(p.jobs, 'analysis', 'analyses')}
          </Table.Td>
          <Table.Td data-label="Models this month">
            {modelCost(p.cost)}, {counted(p.tokens, 'token')}
          </Table.Td>
          <Table.Td>
            <Actions person={p} ask={ask} />
          </Table.Td>
        </Table.Tr>
      ))}
    </Listed>
  )
}

function Actions({ person, ask }: { person: Resident; ask: (act: Act, person: Resident) => void }) {
  const { kind } = useAdapter() // elsewhere sessions are not Alex's to end
  const name = person.email || person.id
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button size="xs" variant="default" aria-label={`Act for ${name}`}>
          Act…
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => ask(person.state === 'disabled' ? 'enable' : 'disable', person)}>
          {person.state === 'disabled' ? 'Enable' : 'Disable'}
        </Menu.Item>
        {kind === 'local' ? <Menu.Item onClick={() => ask('signOut', person)}>Sign out everywhere</Menu.Item> : null}
        {person.hasPassword ? <Menu.Item onClick={() => ask('reset', person)}>New password</Menu.Item> : null}
        <Menu.Divider />
        <Menu.Item color="red" onClick={() => ask('erase', person)}>
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
