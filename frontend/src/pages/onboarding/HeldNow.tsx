import { Anchor, Paper, Text, Title } from '@mantine/core'
import { Link } from 'react-router'
import type { Portfolio } from '@/api/portfolio'
import { Breakdown } from '@/components/Breakdown'
import { classColor } from '@/components/classColor'
import { useAmounts } from '@/lib/amount'
import { date } from '@/lib/format'
import classes from './Holdings.module.css'
import card from './QuestionCard.module.css'

/** What is held by now: its total and its parts. */
export function HeldNow({ portfolio }: { portfolio: Portfolio }) {
  const { money } = useAmounts()
  const unpriced = (portfolio.unpriced ?? []).map((h) => h.symbol)
  return (
    <Paper component="section" aria-labelledby="held" className={card.card}>
      <Title order={2} id="held">
        Total value
      </Title>
      <p className={`figure ${classes.total}`} data-figure="total" aria-live="polite">
        {money(portfolio.totalValue)}
      </p>
      <Text c="dimmed" size="sm" mb="md">
        at prices of {date(portfolio.asOf)}
      </Text>
      <Breakdown
        rows={portfolio.byAssetClass ?? []}
        caption="What you own by kind; funds are looked through"
        colorOf={classColor}
      />
      {unpriced.length > 0 ? (
        <Text size="sm" mt="sm">
          Without a price, and so counted as nothing: {unpriced.slice(0, 5).join(', ')}
          {unpriced.length > 5 ? ` and ${unpriced.length - 5} more` : ''}.{' '}
          <Anchor component={Link} to="/portfolio" size="sm">
            Give prices
          </Anchor>
        </Text>
      ) : null}
    </Paper>
  )
}
