import { Accordion, Table, Text, Title } from '@mantine/core'
import type { AccountChange, PositionChange } from '@/api/imports'
import { useAmounts } from '@/lib/amount'
import { date } from '@/lib/format'
import classes from './Changes.module.css'

type Props = { accounts: AccountChange[]; isPartial: boolean }

/** What the file does to each account: a file is a snapshot, so what it does not name goes. */
export function Changes({ accounts, isPartial }: Props) {
  return (
    <section>
      <Title order={3} mb={4}>
        What changes
      </Title>
      {isPartial ? (
        <Text size="xs" c="dimmed" mb={4}>
          For the whole file; the rows you leave out are as if they did not stand in it.
        </Text>
      ) : null}
      <Accordion multiple variant="separated" order={4} defaultValue={accounts.length === 1 ? ['0'] : []}>
        {accounts.map((a, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two accounts of a file may have one name
          <Accordion.Item key={i} value={String(i)}>
            <Accordion.Control>
              <span className={classes.account}>{a.name}</span>
              <Text size="sm" c="dimmed" component="span">
                {summary(a)}
              </Text>
            </Accordion.Control>
            <Accordion.Panel>
              <AccountDetail change={a} />
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </section>
  )
}

/** "New account: 4 added" or "Updates Rollover IRA: 1 added, 2 changed, 1 gone, 5 as before". */
export function summary(a: AccountChange): string {
  const counts = [
    [a.added?.length ?? 0, 'added'],
    [a.changed?.length ?? 0, 'changed'],
    [a.gone?.length ?? 0, 'gone'],
    [a.same, 'as before'],
  ].filter(([n]) => n !== 0)
  const what = counts.map(([n, verb]) => `${n} ${verb}`).join(', ') || 'cash only'
  return `${a.matches ? `Updates ${a.known && a.known !== a.name ? a.known : 'this account'}` : 'New account'}: ${what}`
}

function AccountDetail({ change }: { change: AccountChange }) {
  const { shares, moneyExact } = useAmounts()
  const lines: [string, PositionChange][] = [
    ...(change.added ?? []).map((p): [string, PositionChange] => ['Added', p]),
    ...(change.changed ?? []).map((p): [string, PositionChange] => ['Changed', p]),
    ...(change.gone ?? []).map((p): [string, PositionChange] => ['Gone', p]),
  ]
  const isOlder = change.asOfBefore !== null && change.asOfAfter !== null && change.asOfAfter < change.asOfBefore
  return (
    <>
      {isOlder ? (
        <Text size="sm" c="var(--alex-warn)" mb="xs">
          This file is older ({date(change.asOfAfter)}) than what you have ({date(change.asOfBefore)}).
        </Text>
      ) : null}
      <Table className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col" className={classes.what}>
              What
            </Table.Th>
            <Table.Th scope="col">Symbol</Table.Th>
            <Table.Th scope="col" className="number">
              Quantity
            </Table.Th>
            <Table.Th scope="col" className="number">
              Value
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lines.map(([what, p]) => (
            <Table.Tr key={p.symbol}>
              <Table.Td className={classes.what}>{what}</Table.Td>
              <Table.Th scope="row">
                {p.symbol}
                <span className={classes.narrow}>{what}</span>
              </Table.Th>
              <Table.Td className="number">
                <Before value={p.quantityBefore} say={shares} after={p.quantityAfter} />
              </Table.Td>
              <Table.Td className="number">
                <Before value={p.valueBefore} say={moneyExact} after={p.valueAfter} />
              </Table.Td>
            </Table.Tr>
          ))}
          <Table.Tr>
            <Table.Td className={classes.what}>{cashWord(change)}</Table.Td>
            <Table.Th scope="row">
              Cash
              <span className={classes.narrow}>{cashWord(change)}</span>
            </Table.Th>
            <Table.Td />
            <Table.Td className="number">
              <Before
                value={change.cashBefore === change.cashAfter ? null : change.cashBefore}
                say={moneyExact}
                after={change.cashAfter}
              />
            </Table.Td>
          </Table.Tr>
        </Table.Tbody>
      </Table>
    </>
  )
}

const cashWord = ({ cashBefore, cashAfter }: AccountChange) =>
  cashBefore === null ? 'Added' : cashBefore === cashAfter ? 'As before' : 'Changed'

type BeforeProps = { value: string | null; after: string | null; say: (value: string | null) => string }

function Before({ value, after, say }: BeforeProps) {
  if (value === null) return say(after)
  return (
    <>
      <s className={classes.before}>
        <span className={classes.spoken}>before </span>
        {say(value)}
      </s>{' '}
      {after === null ? null : say(after)}
    </>
  )
}
