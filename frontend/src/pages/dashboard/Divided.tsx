import { Text } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { Portfolio } from '@/api/portfolio'
import { Async } from '@/components/Async'
import { Breakdown } from '@/components/Breakdown'
import { Panel } from '@/components/Panel'

const parts = {
  stocksByRegion: { title: 'Stocks by region', none: 'No stocks are held.' },
  stocksBySector: { title: 'Stocks by industry', none: 'No stocks are held.' },
  bondsByType: { title: 'Bonds by type', none: 'No bonds are held.' },
} as const

type Props = { query: UseQueryResult<Portfolio>; part: keyof typeof parts; className?: string }

/** The stocks or the bonds divided, each for itself: the percents are of them alone. */
export function Divided({ query, part, className }: Props) {
  const { title, none } = parts[part]
  return (
    <Panel title={title} className={className}>
      <Async query={query} what={title.toLowerCase()} height={260}>
        {(portfolio) => {
          const rows = [...(portfolio[part] ?? [])].sort((a, b) => b.percent - a.percent)
          return rows.length > 0 ? <Breakdown rows={rows} caption={title} /> : <Text c="dimmed">{none}</Text>
        }}
      </Async>
    </Panel>
  )
}
