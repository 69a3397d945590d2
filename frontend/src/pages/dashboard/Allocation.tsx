import { Anchor, Text } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { Portfolio } from '@/api/portfolio'
import { Async } from '@/components/Async'
import { Breakdown } from '@/components/Breakdown'
import { classColor } from '@/components/classColor'
import classes from './Allocation.module.css'

/** What it is made of, beside what was wished. */
export function Allocation({ query }: { query: UseQueryResult<Portfolio> }) {
  return (
    <Async query={query} what="the allocation" height={220}>
      {(portfolio) => <Classes portfolio={portfolio} />}
    </Async>
  )
}

function Classes({ portfolio }: { portfolio: Portfolio }) {
  const rows = portfolio.byAssetClass ?? []
  const wished = new Map((portfolio.drift ?? []).filter((d) => d.kind === 'asset_class').map((d) => [d.key, d.targetPercent]))
  if (rows.length === 0) return <Text c="dimmed">There is nothing of value to divide yet.</Text>
  return (
    <>
      <div className={classes.stack} aria-hidden>
        {rows.map((row) => (
          <span key={row.key} style={{ flexGrow: Math.max(0, row.percent), background: classColor(row.key) }} />
        ))}
      </div>
      <Breakdown
        rows={rows}
        caption="What you own by kind; funds are looked through"
        colorOf={classColor}
        targetOf={wished.size > 0 ? (key) => wished.get(key) : undefined}
      />
      <Text size="sm" c="dimmed" mt="xs">
        {wished.size > 0 ? (
          <>
            The mark on a bar is your target.{' '}
            <Anchor component={Link} to="/rebalance" size="sm">
              What would bring it back
            </Anchor>
          </>
        ) : (
          <>
            You have chosen no targets.{' '}
            <Anchor component={Link} to="/onboarding?step=targets" size="sm">
              See a few mixes
            </Anchor>
          </>
        )}
      </Text>
    </>
  )
}
