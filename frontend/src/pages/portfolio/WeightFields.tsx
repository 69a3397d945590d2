import { Fieldset, SimpleGrid, Text, TextInput } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { word } from '@/lib/words'
import { remainder, type Weights } from './instrument-form'

type Props = {
  legend: string
  keys: readonly string[]
  weights: Weights
  change: (weights: Weights) => void
  error?: string
}

/** Percents that have to make 100, with what is missing to it while they are typed. */
export function WeightFields({ legend, keys, weights, change, error }: Props) {
  const place = useRef<HTMLFieldSetElement>(null)
  useEffect(() => {
    if (error) place.current?.scrollIntoView({ block: 'nearest' })
  }, [error])
  return (
    <Fieldset ref={place} legend={legend} p="sm">
      <SimpleGrid cols={2} spacing="xs" verticalSpacing="xs">
        {keys.map((key) => (
          <TextInput
            key={key}
            size="xs"
            label={word(key)}
            inputMode="decimal"
            autoComplete="off"
            rightSection="%"
            value={weights[key] ?? ''}
            onChange={(e) => change({ ...weights, [key]: e.currentTarget.value })}
          />
        ))}
      </SimpleGrid>
      <Text size="xs" mt="xs" role="status" c={error ? 'var(--mantine-color-error)' : 'dimmed'}>
        {error ?? hint(weights)}
      </Text>
    </Fieldset>
  )
}

function hint(weights: Weights): string {
  const left = remainder(weights)
  if (left === undefined) return 'Percents are plain numbers, such as 60 or 2.5.'
  if (left === 0) return 'Sums to 100%.'
  return left > 0 ? `${left}% left to give.` : `${-left}% too much.`
}
