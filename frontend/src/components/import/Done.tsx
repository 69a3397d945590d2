import { Button, Group, Stack, Text } from '@mantine/core'
import { useSentence } from '@/lib/amount'
import classes from './Done.module.css'
import { useUndo } from './useUndo'
import type { Event, Imported } from './wizard'
import { withoutBroker } from './words'

type Props = { imported: Imported[]; tell: (e: Event) => void; close?: () => void }

/** What was imported in this sitting, each with its undo. */
export function Done({ imported, tell, close }: Props) {
  return (
    <Stack gap="sm">
      {imported.map((i) => (
        <ImportedFile key={i.import.importId} imported={i} tell={tell} />
      ))}
      {close ? (
        <Group justify="flex-end" gap="xs" mt="sm">
          <Button variant="default" onClick={() => tell({ type: 'more' })}>
            Import another file
          </Button>
          <Button onClick={close} data-autofocus>
            Done
          </Button>
        </Group>
      ) : null}
    </Stack>
  )
}

function ImportedFile({ imported: { import: done }, tell }: { imported: Imported; tell: (e: Event) => void }) {
  const sentence = useSentence()
  const { undo, isUndoing, failure } = useUndo((undone) => tell({ type: 'undone', import: undone }))
  const { summary } = done
  const isUndone = done.status === 'undone'
  return (
    <div className={classes.done} data-undone={isUndone || undefined} role="status">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div>
          <Text fw={600}>
            {isUndone ? 'Undone: ' : 'Imported '}
            {summary.file}
          </Text>
          <Text size="sm" c="dimmed">
            {isUndone ? 'Your accounts are as they were before.' : `${sentence(withoutBroker(summary.line, summary.broker))}.`}
          </Text>
          {failure ? (
            <Text size="sm" c="var(--mantine-color-error)" role="alert">
              {failure}
            </Text>
          ) : null}
        </div>
        {isUndone ? null : (
          <Button size="xs" variant="default" flex="none" loading={isUndoing} onClick={() => undo(done.importId)}>
            Undo
          </Button>
        )}
      </Group>
    </div>
  )
}
