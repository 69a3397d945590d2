import { Button, Stack, Table, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Operator, ResearchState, Round } from '@/api/admin'
import { Problem } from '@/api/problem'
import { Async } from '@/components/Async'
import { Panel } from '@/components/Panel'
import { duration, time } from '@/lib/format'
import classes from './Admin.module.css'
import { Listed } from './Listed'
import { More } from './More'
import { RoundPages } from './RoundPages'
import { chooserInWords, keptInWords, pause, sumOf } from './research'
import { StartRound } from './StartRound'

const isGoingOn = ({ pages }: { pages: ResearchState[] }) => pages.some((p) => p.items.some((r) => r.endedAt === null))

/** Whether Alex looks for texts by itself, what its rounds came to, and one more at a press. */
export function Research({ desk }: { desk: Operator }) {
  const research = useInfiniteQuery({
    queryKey: ['admin', 'research'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => desk.research(pageParam),
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    refetchInterval: ({ state }) => (state.data && isGoingOn(state.data) ? 10_000 : false),
  })
  if (research.error instanceof Problem && research.error.status === 404)
    return (
      <Panel title="Research">
        <Text size="sm">Nothing looks for texts here. Those that are brought are found all the same.</Text>
      </Panel>
    )
  return (
    <Panel title="Research">
      <Async query={research} what="the rounds of research" height={240}>
        {({ pages }) => {
          const [state] = pages
          const rounds = pages.flatMap((p) => p.items)
          return (
            <Stack gap="sm">
              {state ? <Plan state={state} /> : null}
              <StartRound desk={desk} />
              {rounds.length === 0 ? <Text size="sm">There was no round yet.</Text> : <Rounds rounds={rounds} desk={desk} />}
            </Stack>
          )
        }}
      </Async>
      <More query={research} label="Earlier rounds" />
    </Panel>
  )
}

function Plan({ state }: { state: ResearchState }) {
  const { every, next, embedder } = state
  return (
    <Text size="sm">
      {every === 0
        ? 'Alex looks for texts only when it is told to.'
        : `Alex looks for texts every ${pause(every)}${next ? `, next ${time(next)}` : ''}.`}{' '}
      {keptInWords(state)} They are placed by {embedder.name} ({embedder.dimension} numbers).
    </Text>
  )
}

function Rounds({ rounds, desk }: { rounds: Round[]; desk: Operator }) {
  const [opened, open] = useState('')
  return (
    <Listed heads={['When', 'Topic', 'Chosen by', 'Pages', 'Broke off', 'Show']}>
      {rounds.flatMap((round) => {
        const isOpen = opened === round.id
        const line = (
          <Table.Tr key={round.id}>
            <Table.Td className={classes.when}>
              {time(round.startedAt)}
              <Text size="xs" c="dimmed">
                {took(round)}
              </Text>
            </Table.Td>
            <Table.Td data-label="Topic" style={{ overflowWrap: 'anywhere' }}>
              {round.topic}
            </Table.Td>
            <Table.Td data-label="Chosen by">{chooserInWords(round.chosenBy)}</Table.Td>
            <Table.Td data-label="Pages">{round.endedAt ? sumOf(round.pages) : ''}</Table.Td>
            <Table.Td data-label="Broke off">{round.error}</Table.Td>
            <Table.Td>
              {round.pages.length > 0 ? (
                <Button
                  size="xs"
                  variant="default"
                  aria-label={`${isOpen ? 'Hide' : 'Show'} the pages of ${time(round.startedAt)}`}
                  aria-expanded={isOpen}
                  onClick={() => open(isOpen ? '' : round.id)}
                >
                  {isOpen ? 'Hide' : 'Show'}
                </Button>
              ) : null}
            </Table.Td>
          </Table.Tr>
        )
        if (!isOpen) return [line]
        return [
          line,
          <Table.Tr key={`${round.id} pages`}>
            <Table.Td colSpan={6}>
              <RoundPages pages={round.pages} desk={desk} />
            </Table.Td>
          </Table.Tr>,
        ]
      })}
    </Listed>
  )
}

const took = ({ startedAt, endedAt }: Round) =>
  endedAt ? `took ${duration(Date.parse(endedAt) - Date.parse(startedAt))}` : 'goes on'
