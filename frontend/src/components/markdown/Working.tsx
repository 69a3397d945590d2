import { Popover, Text } from '@mantine/core'
import { type Ref, type RefCallback, useLayoutEffect } from 'react'
import type { Fact } from '@/api/reports'
import { useSentence } from '@/lib/amount'
import { date } from '@/lib/format'
import classes from './FactFigure.module.css'

type Props = { fact: Fact; anchor: HTMLElement; onClose: () => void }

/** "Show the working", beside the figure that was pressed: its exact value, where it comes from and of which day. */
export function Working({ fact, anchor, onClose }: Props) {
  const sentence = useSentence()
  const shown = sentence(fact.text)
  const close = () => {
    anchor.focus({ preventScroll: true })
    onClose()
  }
  return (
    <Popover opened onChange={close} width={300} position="bottom" withArrow trapFocus withRoles={false} shadow="md">
      <Popover.Target>
        <AnchoredTo element={anchor} />
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={`The working of ${shown}`}>
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
          <dt>As of</dt>
          <dd>{date(fact.asOf)}</dd>
        </dl>
        <Text size="xs" c="dimmed">
          Computed by code, not written by a model. Its name in the evidence pack: {fact.id}
        </Text>
      </Popover.Dropdown>
    </Popover>
  )
}

/** Tells a popover of a target that is on the page already. */
function AnchoredTo({ element, ref }: { element: HTMLElement; ref?: Ref<HTMLElement> }) {
  useLayoutEffect(() => {
    ;(ref as RefCallback<HTMLElement> | undefined)?.(element)
  }, [element, ref])
  return null
}

const units: Record<string, string> = { $: 'dollars', '%': 'percent', pt: 'points', count: '', ratio: '', date: '' }

const unitWord = (unit: string) => units[unit] ?? unit
