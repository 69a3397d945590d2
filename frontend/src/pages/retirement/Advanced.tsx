import { Button, Group, NativeSelect, NumberInput, SimpleGrid, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import {
  type AssumptionsId,
  assumptionsQuery,
  type Mode,
  type Projection,
  type ProjectionOptions,
  returnsOf,
  shippedSets,
  type Timing,
} from '@/api/retirement'
import { percent, unknown } from '@/lib/format'
import { word } from '@/lib/words'
import classes from './Advanced.module.css'

type Props = {
  options: ProjectionOptions
  onChange: (options: ProjectionOptions) => void
  projection: Projection | null
  /** The set that the person plans by. */
  chosen: AssumptionsId
}

const modes = [
  { value: 'parametric', label: 'Simulated from assumptions' },
  { value: 'historical', label: 'Every start year of history' },
  { value: 'bootstrap', label: 'Years of history, drawn in blocks' },
]
const timings = [
  { value: 'start', label: 'At the start of each year' },
  { value: 'end', label: 'At the end of each year' },
]
const withOwn = [{ value: 'own', label: 'Yours' }, ...shippedSets]

/** How the futures are made, for those who want to know or to change it. */
export function Advanced({ options, onChange, projection, chosen }: Props) {
  const set = options.assumptions ?? chosen
  const [seed, setSeed] = useState(options.seed ?? '')
  const [paths, typePaths] = useState<string | number | null>(null) // while it is typed
  const [isOpen, setOpen] = useState(false)
  const change = (part: ProjectionOptions) => onChange({ ...options, ...part })
  const seedError = seed !== '' && !/^\d{1,20}$/.test(seed) ? 'A whole number of at most 20 digits' : undefined
  return (
    <details className={classes.details} onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>Advanced: how the futures are made</summary>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md" mt="sm">
        <NativeSelect
          label="Method"
          data={modes}
          value={options.mode ?? 'parametric'}
          onChange={(e) => change({ mode: e.currentTarget.value as Mode })}
        />
        <NativeSelect
          label="Assumptions"
          description={
            <>
              Put your own figures over them in <Link to="/settings#assumptions">Settings</Link>.
            </>
          }
          data={chosen === 'own' ? withOwn : shippedSets}
          value={set}
          onChange={(e) => change({ assumptions: e.currentTarget.value as AssumptionsId })}
        />
        <NativeSelect
          label="Money moves"
          data={timings}
          value={options.timing ?? 'start'}
          onChange={(e) => change({ timing: e.currentTarget.value as Timing })}
        />
        <NumberInput
          label="Futures"
          description="1,000 to 20,000"
          thousandSeparator=","
          value={paths ?? options.paths ?? projection?.paths ?? 10_000}
          min={1000}
          max={20_000}
          allowDecimal={false}
          onChange={(typed) => typePaths(typed)}
          onBlur={() => {
            if (paths === null) return
            const wanted = Number(paths)
            if (wanted > 0) change({ paths: Math.min(Math.max(wanted, 1000), 20_000) })
            typePaths(null)
          }}
        />
        <TextInput
          label="Seed"
          description="The same seed draws the same futures. Empty: Alex’s own."
          value={seed}
          error={seedError}
          inputMode="numeric"
          onChange={(e) => setSeed(e.currentTarget.value)}
          onBlur={() => seedError || change({ seed: seed || undefined })}
        />
      </SimpleGrid>
      <Group mt="sm">
        <Button
          size="xs"
          variant="default"
          onClick={() => {
            setSeed('')
            onChange({ assumptions: chosen })
          }}
        >
          As a report does it
        </Button>
      </Group>
      {projection ? (
        <Text size="sm" c="dimmed" mt="sm">
          Seed {projection.seed} · engine {projection.engineVersion} · assumptions {projection.assumptionSet} · inputs{' '}
          {projection.inputsHash.slice(0, 12)}
        </Text>
      ) : null}
      {isOpen ? <Assumptions id={set} /> : null}
    </details>
  )
}

/** The returns that a set assumes. Nothing stands here while they cannot be read. */
function Assumptions({ id }: { id: string }) {
  const { data } = useQuery({ ...assumptionsQuery, retry: false })
  const set = data?.find((s) => s.id === id)
  if (!set) return null
  const mean = (m: { compound?: number; arithmetic?: number }) => m.compound ?? m.arithmetic ?? null
  return (
    <table className={classes.table}>
      <caption>What is assumed, a year</caption>
      <thead>
        <tr>
          <th scope="col">Of</th>
          <th scope="col" className="number">
            Return
          </th>
          <th scope="col" className="number">
            Swing
          </th>
        </tr>
      </thead>
      <tbody>
        {returnsOf(set).map(([name, model]) => (
          <tr key={name}>
            <th scope="row">{word(name)}</th>
            <td className="number">{mean(model) === null ? unknown : percent(mean(model))}</td>
            <td className="number">{percent(model.volatility)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
