import { Table, Text } from '@mantine/core'
import { useAmounts } from '@/lib/amount'
import classes from './Rebalance.module.css'
import { type AccountSheet, isSale, unsigned } from './worksheet'

/** The trades of one account and the cash that they leave there. */
export function AccountTrades({ account }: { account: AccountSheet }) {
  const { moneyExact, shares } = useAmounts()
  const hasSales = account.trades.some(isSale)
  return (
    <section className="unbroken">
      <h3 className={classes.account}>
        {account.name}{' '}
        <Text size="xs" c="dimmed" component="span" fw={400}>
          {account.kind}
        </Text>
      </h3>
      <Table className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Trade</Table.Th>
            <Table.Th scope="col" className="number">
              Shares
            </Table.Th>
            <Table.Th scope="col" className="number">
              Amount
            </Table.Th>
            {hasSales ? (
              <Table.Th scope="col" className={`number ${classes.wide}`}>
                Estimated gain
              </Table.Th>
            ) : null}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {account.trades.map((t) => (
            <Table.Tr key={t.symbol}>
              <Table.Th scope="row">
                <span className={classes.side}>{isSale(t) ? 'Sell' : 'Buy'}</span> {t.symbol}
                {isSale(t) ? <span className={classes.narrow}>Gain {gain(t.estimatedGain, true, moneyExact)}</span> : null}
              </Table.Th>
              <Table.Td className="number">{shares(unsigned(t.shares))}</Table.Td>
              <Table.Td className="number">{moneyExact(t.amount)}</Table.Td>
              {hasSales ? (
                <Table.Td className={`number ${classes.wide}`}>{gain(t.estimatedGain, isSale(t), moneyExact)}</Table.Td>
              ) : null}
            </Table.Tr>
          ))}
        </Table.Tbody>
        <Table.Tfoot>
          <Table.Tr>
            <Table.Th scope="row" colSpan={2}>
              Cash left{account.cashBefore === undefined ? '' : `, of ${moneyExact(account.cashBefore)} before`}
            </Table.Th>
            <Table.Td className="number">{moneyExact(account.cashAfter)}</Table.Td>
            {hasSales ? <Table.Td className={classes.wide} /> : null}
          </Table.Tr>
        </Table.Tfoot>
      </Table>
    </section>
  )
}

function gain(value: string | null, isOfSale: boolean, say: (value: string) => string): string {
  if (!isOfSale) return ''
  return value === null ? 'not known: no cost basis' : say(value)
}
