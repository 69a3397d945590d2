import { Anchor, Table, Text, Title } from '@mantine/core'
import { Link } from 'react-router'
import type { Usage as UsageBody } from '@/api/usage'
import { word } from '@/lib/words'
import { UsageCalls } from './UsageCalls'
import { UsageHead } from './UsageHead'
import { UsageToday } from './UsageToday'
import { useSpent } from './useSpent'

type Line = { key: string; first: string; second?: string; tokens: number; cost: string; priced: boolean; to?: string }

/** What models have cost: today, by month and agent, by analysis, and call by call. */
export function Usage({ usage }: { usage: UsageBody }) {
  const byMonth: Line[] = usage.months.flatMap(({ month, byAgent }) =>
    Object.entries(byAgent)
      .filter(([, spent]) => spent.calls > 0)
      .map(([agent, spent]) => ({ key: month + agent, first: monthName(month), second: word(agent), ...spent })),
  )
  const byJob: Line[] = usage.jobs
    .filter((job) => job.calls > 0)
    .slice(0, 10)
    .map(({ jobId, ...spent }) => ({ key: jobId, first: jobId.slice(0, 8), to: `/analysis/${jobId}`, ...spent }))
  return (
    <>
      <Title order={3} mt="lg" mb={4}>
        What it has cost
      </Title>
      <UsageToday usage={usage} />
      {byMonth.length === 0 ? (
        <Text size="sm" c="dimmed">
          No model has been asked for you yet: nothing was spent.
        </Text>
      ) : null}
      <Lines title="By month and agent" heads={['Month', 'Agent']} lines={byMonth} />
      <Lines title="The newest analyses" heads={['Analysis']} lines={byJob} />
      {byMonth.length > 0 ? <UsageCalls /> : null}
    </>
  )
}

function Lines({ title, heads, lines }: { title: string; heads: string[]; lines: Line[] }) {
  const spent = useSpent()
  if (lines.length === 0) return null
  return (
    <Table mt="sm" captionSide="top">
      <Table.Caption>{title}</Table.Caption>
      <UsageHead columns={heads} />
      <Table.Tbody>
        {lines.map((line) => (
          <Table.Tr key={line.key}>
            <Table.Td>
              {line.to ? (
                <Anchor component={Link} to={line.to}>
                  {line.first}
                </Anchor>
              ) : (
                line.first
              )}
            </Table.Td>
            {line.second ? <Table.Td>{line.second}</Table.Td> : null}
            <Table.Td className="number">{line.tokens.toLocaleString('en-US')}</Table.Td>
            <Table.Td className="number">{spent(line)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

const named = new Intl.DateTimeFormat('en-US', { year: 'numeric', month: 'long', timeZone: 'UTC' })

/** "2026-11" → "November 2026". */
const monthName = (month: string) => named.format(new Date(`${month}-01`))
