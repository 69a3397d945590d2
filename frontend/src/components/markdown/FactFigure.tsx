import { Popover, Text } from '@mantine/core'
import { createContext, useContext } from 'react'
import type { Fact } from '@/api/reports'
import { useSentence } from '@/lib/amount'
import { date } from '@/lib/format'
import classes from './FactFigure.module.css'

/** The facts that tokens below stand for, by id. */
export const FactsContext = createContext<ReadonlyMap<string, Fact>>(new Map())

/** A token in a text: the fact's words; a figure opens its source. */
export function FactToken({ fact: id }: { fact?: string }) {
  const fact = useContext(FactsContext).get(id ?? '')
  if (!fact) return <code>{id}</code>
  return <FactFigure fact={fact} />
}

/** "Show the working": what a figure is, its exact value, where it comes from and of which day. */
export function FactFigure({ fact }: { fact: Pick<Fact, 'label' | 'value' | 'text' | 'source'> & Partial<Fact> }) {
  const sentence = useSentence()
  const shown = sentence(fact.text)
  if (fact.unit === 'word') return <span>{shown}</span> // a name or a word is no figure
  return (
    <Popover width={300} position="bottom" withArrow trapFocus returnFocus shadow="md" withinPortal>
      <Popover.Target>
        <button type="button" className={classes.figure} aria-label={`Show the working of ${shown}`}>
          {shown}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={fact.label}>
        <Text fw={600} size="sm" tabIndex={-1} data-autofocus>
          {fact.label}
        </Text>
        <dl className={classes.working}>
          <dt>Computed as</dt>
          <dd>{fact.source}</dd>
          <dt>Exact value</dt>
          <dd>
            {shown === fact.text ? fact.value : shown} {unitWord(fact.unit)}
          </dd>
          {fact.asOf ? (
            <>
              <dt>As of</dt>
              <dd>{date(fact.asOf)}</dd>
            </>
          ) : null}
        </dl>
        <Text size="xs" c="dimmed">
          Computed by code, not written by a model.
          {fact.id ? ` Its name in the evidence pack: ${fact.id}` : ''}
        </Text>
      </Popover.Dropdown>
    </Popover>
  )
}

const units: Record<string, string> = { $: 'dollars', pt: 'points', count: '', ratio: '', date: '' }

const unitWord = (unit: string | undefined) => (unit ? (units[unit] ?? unit) : '')
