import { Button, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type Mix, mixesQuery } from '@/api/mixes'
import { useAmounts } from '@/lib/amount'
import { percent } from '@/lib/format'
import { word } from '@/lib/words'
import type { Shares } from './form'
import classes from './Settings.module.css'

/** Mixes to begin with, each with its worst year: an offer, no advice. */
export function Mixes({ onChoose }: { onChoose: (mix: Shares) => void }) {
  const mixes = useQuery(mixesQuery)
  if (!mixes.data?.length) return null
  return (
    <div className={classes.mixes}>
      <Text size="sm" c="dimmed">
        Or fill in one of these, and see what its worst calendar year would have done to what you own. Nothing is saved until you
        save.
      </Text>
      <ul>
        {mixes.data.map((mix) => (
          <li key={mix.key}>
            <div>
              <Text size="sm" fw={600}>
                {mix.name}
              </Text>
              <Text size="xs" c="dimmed">
                {Object.entries(mix.allocation)
                  .map(([key, p]) => `${word(key)} ${p}%`)
                  .join(' · ')}
              </Text>
            </div>
            <WorstYear mix={mix} />
            <Button
              size="xs"
              variant="default"
              aria-label={`Fill in ${mix.name}`}
              onClick={() => onChoose(Object.fromEntries(Object.entries(mix.allocation).map(([k, v]) => [k, String(v)])))}
            >
              Fill in
            </Button>
          </li>
        ))}
      </ul>
    </div>
  )
}

function WorstYear({ mix }: { mix: Mix }) {
  const { money } = useAmounts()
  if (!mix.worstYear) return <span />
  return (
    <Text size="sm" className="figure">
      {mix.worstYear.dollars ? `${money(mix.worstYear.dollars)}, ` : ''}
      {percent(mix.worstYear.percent)} in {mix.worstYear.year}
    </Text>
  )
}
