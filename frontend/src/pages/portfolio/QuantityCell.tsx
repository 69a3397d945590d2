import { ActionIcon, Button, Group, Text, TextInput, UnstyledButton } from '@mantine/core'
import { IconCheck, IconPencil, IconX } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import type { Holding } from '@/api/positions'
import { useAmounts } from '@/lib/amount'
import { decimalOf } from '@/lib/decimal'
import classes from './QuantityCell.module.css'
import { useQuantityEdit } from './useQuantityEdit'

type Props = { holding: Holding; isEditing: boolean; canEdit: boolean; edit: (on: boolean) => void }

/** A quantity that becomes a field when it is pressed: Enter saves, Escape leaves it as it was. */
export function QuantityCell({ holding, isEditing, canEdit, edit }: Props) {
  const { shares } = useAmounts()
  const button = useRef<HTMLButtonElement>(null)
  const wasEditing = useRef(false)
  useEffect(() => {
    // The keyboard goes on where it was before the edit.
    if (wasEditing.current && !isEditing && document.activeElement === document.body) button.current?.focus()
    wasEditing.current = isEditing
  }, [isEditing])
  if (isEditing) return <QuantityField holding={holding} close={() => edit(false)} />
  if (!canEdit) return <span>{shares(holding.quantity)}</span>
  return (
    <UnstyledButton
      ref={button}
      className={classes.quantity}
      aria-label={`Edit quantity of ${holding.symbol}: ${shares(holding.quantity)}`}
      onClick={() => edit(true)}
    >
      {shares(holding.quantity)}
      <IconPencil size={14} aria-hidden className={classes.pencil} />
    </UnstyledButton>
  )
}

function QuantityField({ holding, close }: { holding: Holding; close: () => void }) {
  const { typed, type, isSaving, error, canRetry, theirs, save, takeTheirs } = useQuantityEdit(holding, close)
  const { shares } = useAmounts()
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [])
  return (
    <form
      className={classes.form}
      onSubmit={(e) => {
        e.preventDefault()
        if (!isSaving) void save()
      }}
      onKeyDown={(e) => {
        if (e.key === 'Escape' && !isSaving) close()
      }}
    >
      <Group gap={4} wrap="nowrap" justify="flex-end">
        <TextInput
          ref={field}
          size="xs"
          aria-label={`Quantity of ${holding.symbol}`}
          inputMode="decimal"
          autoComplete="off"
          value={typed}
          onChange={(e) => type(e.currentTarget.value)}
          readOnly={isSaving}
          error={error !== undefined}
          aria-describedby={error ? `error-${holding.id}` : undefined}
          classNames={{ input: classes.input }}
        />
        <ActionIcon type="submit" variant="filled" loading={isSaving} aria-label="Save quantity">
          <IconCheck size={16} aria-hidden />
        </ActionIcon>
        <ActionIcon variant="default" disabled={isSaving} aria-label="Cancel" onClick={close}>
          <IconX size={16} aria-hidden />
        </ActionIcon>
      </Group>
      {error ? (
        <Group gap={6} justify="flex-end" mt={4} role="alert" id={`error-${holding.id}`}>
          <Text size="xs" c="var(--mantine-color-error)">
            {error}
          </Text>
          {canRetry ? (
            <Button size="compact-xs" variant="default" type="submit">
              Retry
            </Button>
          ) : null}
        </Group>
      ) : null}
      {theirs ? (
        <div role="alert" className={classes.conflict}>
          <Text size="xs">
            Changed elsewhere: it is {shares(theirs.quantity)} now, you typed {shares(decimalOf(typed))}.
          </Text>
          <Group gap={6} justify="flex-end" mt={4}>
            <Button size="compact-xs" variant="default" onClick={takeTheirs}>
              Use theirs
            </Button>
            <Button size="compact-xs" type="submit" loading={isSaving}>
              Keep mine
            </Button>
          </Group>
        </div>
      ) : null}
    </form>
  )
}
