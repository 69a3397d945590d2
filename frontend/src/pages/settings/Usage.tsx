import { Anchor, Table, Text, Title } from '@mantine/core'
import { Link } from 'react-router'
import type { Usage as UsageBody } from '@/api/usage'
import { useAmounts } from '@/lib/amount'
import { word } from '@/lib/words'

type Line = { key: string; first: string; second?: string; tokens: number; cost: string; to?: string }

/** What models have cost, by month and agent and by analysis, and the limit. */
export function Usage({ usage }: { usage: UsageBody }) {
  const { moneyExact } = useAmounts()
  const byMonth: Line[] = usage.months.flatMap(({ month, byAgent }) =>
    Object.entries(byAgent)
      .filter(([, spent]) => spent.tokens > 0)
      .map(([agent, spent]) => ({ key: month + agent, first: monthName(month), second: word(agent), ...spent })),
  )
  const byJob: Line[] = usage.jobs
    .filter((job) => job.tokens > 0)
    .slice(0, 10)
    .map(({ jobId, ...spent }) => ({ key: jobId, first: jobId.slice(0, 8), to: `/analysis/${jobId}`, ...spent }))
  return (
    <>
      <Title order={3} mt="lg" mb={4}>
        What it has cost
      </Title>
      <Text size="sm" c="dimmed">
        {usage.limit
          ? `The limit is ${moneyExact(usage.limit)} a month; beyond it, rules write.`
          : 'No limit is set on this server.'}
        {byMonth.length === 0 ? ' No model has worked for you yet: nothing was spent.' : ''}
      </Text>
      <Lines title="By month and agent" heads={['Month', 'Agent']} lines={byMonth} />
      <Lines title="The newest analyses" heads={['Analysis']} lines={byJob} />
    </>
  )
}

function Lines({ title, heads, lines }: { title: string; heads: string[]; lines: Line[] }) {
  const { moneyExact } = useAmounts()
  if (lines.length === 0) return null
  return (
    <Table mt="sm" captionSide="top">
      <Table.Caption>{title}</Table.Caption>
      <Table.Thead>
        <Table.Tr>
          {heads.map((head) => (
            <Table.Th key={head} scope="col">
              {head}
            </Table.Th>
          ))}
          <Table.Th scope="col" className="number">
            Tokens
          </Table.Th>
          <Table.Th scope="col" className="number">
            Cost
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
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
            <Table.Td className="number">{moneyExact(line.cost)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

const named = new Intl.DateTimeFormat('en-US', { year: 'numeric', month: 'long', timeZone: 'UTC' })

/** "2026-11" → "November 2026". */
const monthName = (month: string) => named.format(new Date(`${month}-01`))
