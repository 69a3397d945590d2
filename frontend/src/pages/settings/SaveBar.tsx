import { Alert, Button, Group, List } from '@mantine/core'
import { Problem } from '@/api/problem'
import { Conflict } from '@/components/Conflict'
import { explain } from '@/components/Failure'
import { useAmounts } from '@/lib/amount'
import { formErrors } from './faults'
import { formOf } from './form'
import { differences } from './merge'
import classes from './Settings.module.css'
import type { useSaving } from './useSaving'
import { fieldName } from './words'

/** Save or discard, in view while there is something to; and why a save did not work. */
export function SaveBar({ saving }: { saving: ReturnType<typeof useSaving> }) {
  const { form, isDirty, isSaving, error, conflict } = saving
  const { moneyExact } = useAmounts()
  const isOpen = isDirty || isSaving || Boolean(error) || conflict !== null
  return (
    <div className={classes.bar} data-open={isOpen}>
      {conflict ? (
        <Conflict
          what="the same settings"
          differences={differences(conflict.keys, form.getValues(), formOf(conflict.now.value), moneyExact)}
          isSaving={isSaving}
          takeTheirs={saving.takeTheirs}
          keepMine={saving.keepMine}
        />
      ) : null}
      {error ? <Refused error={error} /> : null}
      <Group justify="flex-end" gap="sm">
        <span role="status" className={classes.unsaved}>
          {isDirty ? 'You have changes that are not saved.' : ''}
        </span>
        <Button variant="default" onClick={saving.discard} disabled={isSaving}>
          Discard
        </Button>
        {conflict ? null : (
          <Button type="submit" loading={isSaving}>
            Save
          </Button>
        )}
      </Group>
    </div>
  )
}

function Refused({ error }: { error: unknown }) {
  const refused = error instanceof Problem ? Object.entries(formErrors(error.errors)) : []
  return (
    <Alert color="red" role="alert" title="Not saved; what you typed is still here">
      {refused.length === 0 ? (
        explain(error)
      ) : (
        <List size="sm" className={classes.refused}>
          {refused.map(([path, message]) => (
            <List.Item key={path}>
              <strong>{fieldName(path)}</strong>: {message}
            </List.Item>
          ))}
        </List>
      )}
    </Alert>
  )
}
