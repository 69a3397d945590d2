import { Button, Checkbox, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { MoneyInput } from '@/components/form/MoneyInput'
import { WholeInput } from '@/components/form/WholeInput'
import { type EventRow, emptyEvent, emptyIncome, emptyPhase, type IncomeRow, type PhaseRow } from './form'
import type { SectionProps } from './Section'
import classes from './Settings.module.css'

type ListKey = 'incomes' | 'spending' | 'events'

function Rows({
  form,
  list,
  what,
  fresh,
  row,
}: SectionProps & { list: ListKey; what: string; fresh: IncomeRow | PhaseRow | EventRow; row: (at: string) => ReactNode }) {
  const rows = form.values[list]
  return (
    <>
      {rows.map((value, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are the form's own, by place
        <fieldset key={i} className={classes.row}>
          <legend>{value.name || `${what} ${i + 1}`}</legend>
          {row(`${list}.${i}`)}
          <Button
            variant="subtle"
            size="xs"
            color="red"
            onClick={() => form.removeListItem(list, i)}
            aria-label={`Remove ${value.name || `${what.toLowerCase()} ${i + 1}`}`}
          >
            Remove
          </Button>
        </fieldset>
      ))}
      <Button variant="default" size="xs" onClick={() => form.insertListItem(list, { ...fresh })}>
        Add {what.toLowerCase()}
      </Button>
    </>
  )
}

export function IncomeRows({ form }: SectionProps) {
  const has = form.values.hasPartner
  return (
    <Rows
      form={form}
      list="incomes"
      what="Income"
      fresh={emptyIncome}
      row={(at) => (
        <>
          <TextInput label="Name" {...form.getInputProps(`${at}.name`)} />
          <MoneyInput label="A year" {...form.getInputProps(`${at}.annual`)} />
          <WholeInput label="From age" {...form.getInputProps(`${at}.startAge`)} />
          <WholeInput label="Until age" description="Empty: for life" {...form.getInputProps(`${at}.endAge`)} />
          <Checkbox label="Rises with prices" {...form.getInputProps(`${at}.isIndexed`, { type: 'checkbox' })} />
          <Checkbox label="Social Security" {...form.getInputProps(`${at}.isSocialSecurity`, { type: 'checkbox' })} />
          {has ? <Checkbox label="My partner's" {...form.getInputProps(`${at}.isPartners`, { type: 'checkbox' })} /> : null}
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
      row={(at) => (
        <>
          <TextInput label="Name" {...form.getInputProps(`${at}.name`)} />
          <MoneyInput label="A year" {...form.getInputProps(`${at}.annual`)} />
          <WholeInput label="From age" {...form.getInputProps(`${at}.startAge`)} />
          <WholeInput label="Until age" {...form.getInputProps(`${at}.endAge`)} />
        </>
      )}
    />
  )
}

export function EventRows({ form }: SectionProps) {
  const has = form.values.hasPartner
  return (
    <Rows
      form={form}
      list="events"
      what="Event"
      fresh={emptyEvent}
      row={(at) => (
        <>
          <TextInput label="Name" {...form.getInputProps(`${at}.name`)} />
          <MoneyInput label="Amount" description="−20000 is spent" {...form.getInputProps(`${at}.amount`)} />
          <WholeInput label="At age" {...form.getInputProps(`${at}.age`)} />
          {has ? <Checkbox label="My partner's age" {...form.getInputProps(`${at}.isPartners`, { type: 'checkbox' })} /> : null}
        </>
      )}
    />
  )
}
