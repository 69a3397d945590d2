import { useState } from 'react'
import { MoneyInput } from '@/components/form/MoneyInput'
import { useAmounts } from '@/lib/amount'
import { QuestionCard, type QuestionProps } from './QuestionCard'

type Sum = {
  field: 'currentAnnualSpending' | 'annualContribution'
  title: string
  why: string
  label: string
  hint: string
  assumption: string
}

/** A question whose answer is a sum a year. */
function SumQuestion({ sum, person, ...moves }: QuestionProps & { sum: Sum }) {
  const { moneyExact } = useAmounts()
  const { field, title, why, label, hint, assumption } = sum
  const [value, setValue] = useState(person[field] ?? '')
  return (
    <QuestionCard
      {...moves}
      title={title}
      why={why}
      assumption={assumption}
      field={field}
      answer={() => (value === '' ? 'Enter a sum, or choose “I don’t know”.' : (record) => ({ ...record, [field]: value }))}
      forget={person[field] === null ? undefined : ({ [field]: _, ...record }) => record}
      said={(p) => (p[field] === null ? 'not answered' : moneyExact(p[field]))}
      mine={moneyExact(value)}
    >
      {(error, clear) => (
        <MoneyInput
          label={label}
          description={hint}
          value={value}
          error={error}
          onChange={(v) => {
            setValue(v)
            clear()
          }}
        />
      )}
    </QuestionCard>
  )
}

const spending: Sum = {
  field: 'currentAnnualSpending',
  title: 'What do you spend in a year?',
  why: 'All of it: housing, food, travel, insurance. Retirement is planned at the same level until you say otherwise.',
  label: 'Spending a year',
  hint: 'In today’s money, after tax. A month’s bills times twelve is a fair start.',
  assumption: 'spending in retirement is taken as 4% of what you own, a year.',
}

const saving: Sum = {
  field: 'annualContribution',
  title: 'What do you save in a year?',
  why: 'What goes into these accounts until you retire, an employer’s part included. Enter 0 if you have retired.',
  label: 'Saving a year',
  hint: 'In today’s money.',
  assumption: 'nothing is saved before retirement.',
}

export const Spending = (props: QuestionProps) => <SumQuestion sum={spending} {...props} />
export const Saving = (props: QuestionProps) => <SumQuestion sum={saving} {...props} />
