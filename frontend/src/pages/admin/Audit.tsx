import { Group, Select, Table, Text, TextInput } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import type { Operator } from '@/api/admin'
import { Async } from '@/components/Async'
import { Panel } from '@/components/Panel'
import { actInWords, knownActs } from '@/lib/acts'
import { time } from '@/lib/format'
import classes from './Admin.module.css'
import { Listed } from './Listed'
import { More } from './More'

type Entry = Awaited<ReturnType<Operator['audit']>>['items'][number]

/** Kinds and counts, and where a sign-in came from. */
const more = (e: Entry) => [...Object.entries(e.detail).map(([k, v]) => `${k}: ${v}`), e.network].filter(Boolean).join(', ')

/** Who did what, and when. Nobody can change it. */
export function Audit({ desk }: { desk: Operator }) {
  const [act, setAct] = useState('')
  const [text, setText] = useState('')
  const person = useDeferredValue(text.trim())
  const audit = useInfiniteQuery({
    queryKey: ['admin', 'audit', act, person],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => desk.audit(act, person, pageParam),
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: (before) => before,
  })
  return (
    <Panel title="Log of acts">
      <Group gap="sm" mb="sm" align="flex-end">
        <Select
          label="Act"
          placeholder="Every act"
          data={knownActs}
          value={act || null}
          onChange={(v) => setAct(v ?? '')}
          clearable
          searchable
        />
        <TextInput label="Person, by id" value={text} onChange={(e) => setText(e.currentTarget.value)} maxLength={255} />
      </Group>
      <Async query={audit} what="the log of acts" height={240}>
        {({ pages }) => {
          const items = pages.flatMap((p) => p.items)
          if (items.length === 0) return <Text size="sm">Nothing is found.</Text>
          return (
            <Listed heads={['When', 'What', 'Who', 'About', 'More']}>
              {items.map((e) => (
                <Table.Tr key={e.id}>
                  <Table.Td className={classes.when}>{time(e.at)}</Table.Td>
                  <Table.Td data-label="What">{actInWords(e.act)}</Table.Td>
                  <Table.Td data-label="Who">{e.actor}</Table.Td>
                  <Table.Td data-label="About">{e.person}</Table.Td>
                  <Table.Td data-label="More">{more(e)}</Table.Td>
                </Table.Tr>
              ))}
            </Listed>
          )
        }}
      </Async>
      <More query={audit} label="Earlier acts" />
    </Panel>
  )
}
