import { Anchor, Button, Skeleton, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { type Portfolio, portfolioQuery } from '@/api/portfolio'
import { Async } from '@/components/Async'
import { Empty } from '@/components/Empty'
import { Page } from '@/components/Page'
import { DriftPanel } from './DriftPanel'
import { Workbench } from './Workbench'

/** How far the classes are from their targets, and a worksheet that brings them nearer. */
export default function Rebalance() {
  const query = useQuery(portfolioQuery)
  return (
    <Page title="Rebalance" lead="How far you are from the mix you chose, and what would bring you nearer.">
      <Async query={query} what="your portfolio" skeleton={<Skeleton h={420} />}>
        {(portfolio) => <Content portfolio={portfolio} />}
      </Async>
    </Page>
  )
}

function Content({ portfolio }: { portfolio: Portfolio }) {
  const drift = (portfolio.drift ?? []).filter((d) => d.kind === 'asset_class')
  if ((portfolio.accounts ?? []).length === 0) {
    return (
      <Empty title="Nothing to rebalance yet" text="First Alex has to know what you own.">
        <Button component={Link} to="/portfolio">
          Go to the portfolio
        </Button>
      </Empty>
    )
  }
  if (drift.length === 0) {
    return (
      <Empty
        title="You have not chosen a mix yet"
        text="A target says how much of everything you want in stocks, bonds and so on. Alex compares what you hold with it, and proposes none. Your current mix is a fine beginning."
      >
        <Button component={Link} to="/settings#targets">
          Choose targets in Settings
        </Button>
      </Empty>
    )
  }
  return (
    <Stack gap="lg">
      <DriftPanel drift={drift} />
      <Workbench portfolio={portfolio} drift={drift} />
      <Text size="sm" c="dimmed">
        Targets are yours: change them in{' '}
        <Anchor component={Link} to="/settings#targets" inherit>
          Settings
        </Anchor>
        .
      </Text>
    </Stack>
  )
}
