import { Button, Checkbox, Group, TextInput } from '@mantine/core'
import { type ReactNode, useRef } from 'react'
import { MoneyInput } from '@/components/form/MoneyInput'
import { WholeInput } from '@/components/form/WholeInput'
import { type EventRow, emptyEvent, emptyIncome, emptyPhase, type IncomeRow, type PhaseRow } from './form'
import type { SectionProps } from './Section'
import classes from './Settings.module.css'

type ListKey = 'incomes' | 'spending' | 'events'

type RowsProps = SectionProps & {
  list: ListKey
  what: string
  fresh: IncomeRow | PhaseRow | EventRow
  /** The fields of a row, and the marks beside its Remove. */
  fields: (at: string) => ReactNode
  marks?: (at: string, i: number) => ReactNode
}

function Rows({ form, list, what, fresh, fields, marks }: RowsProps) {
  const rows = form.values[list]
  const add = useRef<HTMLButtonElement>(null)
  const remove = (i: number) => {
    form.removeListItem(list, i)
    add.current?.focus() // the button that had the focus is gone
  }
  return (
    <>
      {rows.map((value, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are the form's own, by place
        <fieldset key={i} className={classes.row}>
          <legend>{value.name || `${what} ${i + 1}`}</legend>
          <div className={classes.rowFields}>{fields(`${list}.${i}`)}</div>
          <Group gap="md" mt="xs">
            {marks?.(`${list}.${i}`, i)}
            <Button
              variant="subtle"
              size="xs"
              ml="auto"
              className={classes.remove}
              onClick={() => remove(i)}
              aria-label={`Remove ${value.name || `${what.toLowerCase()} ${i + 1}`}`}
            >
              Remove
            </Button>
          </Group>
        </fieldset>
      ))}
      <Button ref={add} variant="default" size="xs" onClick={() => form.insertListItem(list, { ...fresh })}>
        Add {what.toLowerCase()}
      </Button>
    </>
  )
}

export function IncomeRows({ form }: SectionProps) {
  return (
    <Rows
      form={form}
      list="incomes"
      what="Income"
      fresh={emptyIncome}
      fields={(at) => (
        <>
          <TextInput label="Name" maxLength={100} {...form.getInputProps(`${at}.name`)} />
          <MoneyInput label="A year" {...form.getInputProps(`${at}.annual`)} />
          <WholeInput label="From age" {...form.getInputProps(`${at}.startAge`)} />
          <WholeInput label="Until age" placeholder="for life" {...form.getInputProps(`${at}.endAge`)} />
        </>
      )}
      marks={(at, i) => (
        <>
          <Checkbox label="Rises with prices" {...form.getInputProps(`${at}.isIndexed`, { type: 'checkbox' })} />
          <Checkbox label="Social Security" {...form.getInputProps(`${at}.isSocialSecurity`, { type: 'checkbox' })} />
          {/* Without a partner the mark stays where it is set: the server refuses it, and it has to be seen. */}
          {form.values.hasPartner || form.values.incomes[i]?.isPartners ? (
            <Checkbox label="My partner's" {...form.getInputProps(`${at}.isPartners`, { type: 'checkbox' })} />
          ) : null}
        </>
      )}
    />
  )
}

export function PhaseRows({ form }: SectionProps) {
  return (
    <Rows
      form={form}
      list="spending"
      what="Phase"
      fresh={emptyPhase}
      fields={(at) => (
        <>
          <TextInput label="Name" maxLength={100} {...form.getInputProps(`${at}.name`)} />
          <MoneyInput label="A year" {...form.getInputProps(`${at}.annual`)} />
          <WholeInput label="From age" {...form.getInputProps(`${at}.startAge`)} />
          <WholeInput label="Until age" placeholder="for life" {...form.getInputProps(`${at}.endAge`)} />
        </>
      )}
    />
  )
}

export function EventRows({ form }: SectionProps) {
  return (
    <Rows
      form={form}
      list="events"
      what="Event"
      fresh={emptyEvent}
      fields={(at) => (
        <>
          <TextInput label="Name" maxLength={100} {...form.getInputProps(`${at}.name`)} />
          <MoneyInput label="Amount" placeholder="-20000" {...form.getInputProps(`${at}.amount`)} />
          <WholeInput label="At age" {...form.getInputProps(`${at}.age`)} />
        </>
      )}
      marks={(at, i) =>
        form.values.hasPartner || form.values.events[i]?.isPartners ? (
          <Checkbox label="My partner's age" {...form.getInputProps(`${at}.isPartners`, { type: 'checkbox' })} />
        ) : null
      }
    />
  )
}
