import { Alert, Button, CopyButton, Group, Stack, Table, Text, Title } from '@mantine/core'
import { IconCopy, IconPrinter } from '@tabler/icons-react'
import type { Portfolio } from '@/api/portfolio'
import type { Worksheet } from '@/api/rebalance'
import { Panel } from '@/components/Panel'
import { useAmounts } from '@/lib/amount'
import { csvOf } from '@/lib/csv'
import { share } from '@/lib/format'
import { word } from '@/lib/words'
import { AccountTrades } from './AccountTrades'
import { Bar, type Drift } from './DriftPanel'
import classes from './Rebalance.module.css'
import { byAccount, classLines, csvHead, csvLines } from './worksheet'

type Props = { sheet: Worksheet; portfolio: Portfolio; drift: Drift[]; picked: string[] }

/** What would be traded where, what is left, and what the mix is then. */
export function WorksheetView({ sheet, portfolio, drift, picked }: Props) {
  const { moneyExact } = useAmounts()
  const accounts = byAccount(sheet, portfolio)
  const touched = accounts.filter((a) => a.trades.length > 0)
  const rest = accounts.filter((a) => a.trades.length === 0)
  const unreachable = sheet.unreachable ?? []
  return (
    <Panel
      title="Worksheet"
      action={
        <Group gap="xs" className="no-print">
          <CopyButton value={csvOf([csvHead, ...csvLines(sheet)])}>
            {({ copied, copy }) => (
              <Button size="xs" variant="default" leftSection={<IconCopy size={14} aria-hidden />} onClick={copy}>
                {copied ? 'Copied' : 'Copy as CSV'}
              </Button>
            )}
          </CopyButton>
          <Button size="xs" variant="default" leftSection={<IconPrinter size={14} aria-hidden />} onClick={() => window.print()}>
            Print
          </Button>
        </Group>
      }
    >
      <Stack gap="md">
        <Text size="sm">
          An educational worksheet, not an order and not advice. Prices move and sales may be taxed; nothing is traded here.
        </Text>
        {unreachable.length > 0 ? (
          <Alert color="yellow" variant="light" title="Some targets are out of reach">
            None of {list(picked)} holds {list(unreachable.map((c) => word(c).toLowerCase()))}, so that{' '}
            {unreachable.length === 1 ? 'this target stays' : 'these targets stay'} as far away as now. Pick an instrument that
            does to come nearer.
          </Alert>
        ) : null}
        {touched.length === 0 ? (
          <Text fw={600}>
            No trade of what you picked brings the mix nearer to your targets under this rule. Money stays inside its account:
            buying needs cash there, and selling needs one of your picks there.
          </Text>
        ) : null}
        {touched.map((a) => (
          <AccountTrades key={a.id} account={a} />
        ))}
        <Text size="sm" c="dimmed">
          {touched.length > 0
            ? 'Money stays inside its account: purchases (positive) less sales (negative) are what its cash loses, so that each account sums to zero. '
            : ''}
          {rest.length > 0 && touched.length > 0 ? `Nothing changes in ${list(rest.map((a) => a.name))}. ` : ''}
          Cash left over all accounts: {moneyExact(sheet.residual)}.
        </Text>
        <div>
          <Title order={3} mb={4}>
            The mix before and after
          </Title>
          <Mix sheet={sheet} drift={drift} />
        </div>
      </Stack>
    </Panel>
  )
}

function Mix({ sheet, drift }: { sheet: Worksheet; drift: Drift[] }) {
  const lines = classLines(sheet, new Map(drift.map((d) => [d.key, d.targetPercent])))
  return (
    <Table className={classes.table}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Class</Table.Th>
          <Table.Th scope="col" className="number">
            Before
          </Table.Th>
          <Table.Th scope="col" className="number">
            After
          </Table.Th>
          <Table.Th scope="col" className={classes.picture}>
            <span className={classes.spoken}>Picture</span>
          </Table.Th>
          <Table.Th scope="col" className="number">
            Target
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {lines.map((l) => (
          <Table.Tr key={l.key}>
            <Table.Th scope="row">{word(l.key)}</Table.Th>
            <Table.Td className="number">{share(l.before)}</Table.Td>
            <Table.Td className="number">{share(l.after)}</Table.Td>
            <Table.Td className={classes.picture}>
              <Bar actual={l.after} target={l.target} />
            </Table.Td>
            <Table.Td className="number">{share(l.target)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

const list = (words: string[]) => new Intl.ListFormat('en-US').format(words)
