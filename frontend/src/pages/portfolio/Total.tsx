import { Text } from '@mantine/core'
import type { Portfolio } from '@/api/portfolio'
import { useAmounts } from '@/lib/amount'
import classes from './Total.module.css'

/** The whole, with its parts in one line. */
export function Total({ portfolio }: { portfolio: Portfolio }) {
  const { money, moneyExact } = useAmounts()
  const accounts = portfolio.accounts?.length ?? 0
  const unpriced = portfolio.unpriced?.length ?? 0
  return (
    <div>
      <p className={classes.total} data-figure="total">
        {money(portfolio.totalValue)}
      </p>
      <Text size="sm" c="dimmed">
        {moneyExact(portfolio.totalValue)} to the cent, of which {money(portfolio.cash)} cash · {accounts}{' '}
        {accounts === 1 ? 'account' : 'accounts'}
      </Text>
      {unpriced > 0 ? (
        <Text size="sm" c="var(--alex-warn)">
          {unpriced} {unpriced === 1 ? 'holding has' : 'holdings have'} no price and {unpriced === 1 ? 'counts' : 'count'} as
          nothing. Choose it to give it one.
        </Text>
      ) : null}
    </div>
  )
}
