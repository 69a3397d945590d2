import { Paper, SimpleGrid, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Operator, Overview } from '@/api/admin'
import { Async } from '@/components/Async'
import { Panel } from '@/components/Panel'
import { counted } from '@/lib/counted'
import { duration, time } from '@/lib/format'
import { size } from './size'

/** How the installation stands. */
export function OverviewTiles({ desk }: { desk: Operator }) {
  const overview = useQuery({ queryKey: ['admin', 'overview'], queryFn: desk.overview, refetchInterval: 30_000 })
  return (
    <Panel title="Overview">
      <Async query={overview} what="the overview" height={220}>
        {(o) => (
          <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="sm">
            {tiles(o).map(([label, value, more]) => (
              <Paper key={label} withBorder p="sm">
                <Text size="sm" c="dimmed">
                  {label}
                </Text>
                <Text fw={600}>{value}</Text>
                <Text size="xs" c="dimmed">
                  {more}
                </Text>
              </Paper>
            ))}
          </SimpleGrid>
        )}
      </Async>
    </Panel>
  )
}

function tiles(o: Overview): [label: string, value: string, more: string][] {
  const { people, jobs, backups, database } = o
  const waiting = jobs.pending ?? 0
  const open = o.models.filter((m) => m.open).map((m) => m.model)
  return [
    ['Alex', o.version, `${o.figures}; up since ${time(o.startedAt)}`],
    ['Database', database.engine, `schema ${database.schema} of ${database.latest}`],
    ['People', `${people.active} active`, `${people.disabled} disabled, ${counted(people.demos, 'demo')}`],
    [
      'Analyses',
      `${waiting} waiting, ${jobs.running ?? 0} running`,
      waiting ? `the oldest for ${duration(o.oldestPendingSeconds * 1000)}` : `${jobs.completed ?? 0} done`,
    ],
    ['Failed', `${o.failedLastDay} in a day`, `${jobs.failed ?? 0} in all`],
    [
      'Last backup',
      backups.lastVerified ? time(backups.lastVerified) : 'none yet',
      backups.failures
        ? `✕ ${counted(backups.failures, 'failure')} since`
        : backups.next
          ? `next ${time(backups.next)}`
          : 'none is planned',
    ],
    ['Free space', o.diskFree === null ? 'not known' : size(o.diskFree), 'where the data are'],
    [
      'Models',
      o.models.length ? `${o.models.length} set up` : 'none: rules write',
      open.length ? `✕ resting: ${open.join(', ')}` : '',
    ],
  ]
}
