import { NumberInput } from '@mantine/core'
import { useState } from 'react'
import { QuestionCard, type QuestionProps } from './QuestionCard'

export function RetirementAge({ person, ...moves }: QuestionProps) {
  const [value, setValue] = useState<number | string>(person.retirementAge ?? '')
  const isKnown = person.retirementAge !== null || person.yearsUntilRetirement !== null
  return (
    <QuestionCard
      {...moves}
      title="When do you want to stop working?"
      why="Until then you save; from then on the plan pays you. Give your present age if you have retired."
      assumption="retirement is taken at age 67."
      field="retirementAge"
      answer={() =>
        value === ''
          ? 'Enter an age, or choose “I don’t know”.'
          : ({ yearsUntilRetirement: _, ...record }) => ({ ...record, retirementAge: Number(value) })
      }
      forget={isKnown ? ({ retirementAge: _, yearsUntilRetirement: __, ...record }) => record : undefined}
      said={(p) => (p.retirementAge ? `age ${p.retirementAge}` : 'not answered')}
      mine={`age ${value}`}
    >
      {(error, clear) => (
        <NumberInput
          label="Retirement age"
          maw={220}
          allowDecimal={false}
          allowNegative={false}
          clampBehavior="none"
          suffix=" years"
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
