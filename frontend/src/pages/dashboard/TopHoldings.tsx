import { Anchor, Text } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { Portfolio } from '@/api/portfolio'
import { Async } from '@/components/Async'
import { useAmounts } from '@/lib/amount'
import { percent, share } from '@/lib/format'
import classes from './TopHoldings.module.css'

/** The largest holdings, each added up over accounts. */
export function TopHoldings({ query }: { query: UseQueryResult<Portfolio> }) {
  return (
    <Async query={query} what="the top holdings" height={320}>
      {(portfolio) => <Holdings portfolio={portfolio} />}
    </Async>
  )
}

function Holdings({ portfolio }: { portfolio: Portfolio }) {
  const { money } = useAmounts()
  const { concentration } = portfolio
  const held = portfolio.topHoldings ?? []
  if (held.length === 0) return <Text c="dimmed">No holding has a price yet.</Text>
  return (
    <>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Holding</th>
            <th scope="col" className="number">
              Share
            </th>
            <th scope="col" className="number">
              Value
            </th>
          </tr>
        </thead>
        <tbody>
          {held.map((h) => (
            <tr key={h.symbol}>
              <th scope="row">
                {h.symbol}
                {h.name && h.name !== h.symbol ? <span className={classes.name}>{h.name}</span> : null}
              </th>
              <td className="number">{share(h.percent)}</td>
              <td className="number">{money(h.value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Text size="sm" c="dimmed" mt="xs">
        {concentration.holdings > 5 ? `The five largest are ${percent(concentration.topFivePercent)} of everything. ` : null}
        <Anchor component={Link} to="/portfolio" size="sm">
          All holdings
        </Anchor>
      </Text>
    </>
  )
}
