import { Button, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { mixesQuery } from '@/api/mixes'
import { useAmounts } from '@/lib/amount'
import { percent } from '@/lib/format'
import type { Shares } from './form'

/** Mixes to begin with, each with its worst year: an offer, no advice. */
export function Mixes({ onChoose }: { onChoose: (mix: Shares) => void }) {
  const mixes = useQuery(mixesQuery)
  const { money } = useAmounts()
  if (!mixes.data) return null
  return (
    <div style={{ marginBottom: '1.25rem' }}>
      <Text size="sm" c="dimmed" mb={6}>
        Or begin with one of these, and see what its worst calendar year would have done to what you own:
      </Text>
      <Group gap={6}>
        {mixes.data.map((mix) => (
          <Button
            key={mix.key}
            size="compact-sm"
            variant="default"
            fw={400}
            onClick={() => onChoose(Object.fromEntries(Object.entries(mix.allocation).map(([k, v]) => [k, String(v)])))}
          >
            {mix.name}
            {mix.worstYear
              ? `: ${percent(mix.worstYear.percent)} in ${mix.worstYear.year}${mix.worstYear.dollars ? `, ${money(mix.worstYear.dollars)}` : ''}`
              : ''}
          </Button>
        ))}
      </Group>
    </div>
  )
}
