import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { date } from '@/lib/format'
import { QuestionCard, type QuestionProps } from './QuestionCard'

export function BirthDate({ person, ...moves }: QuestionProps) {
  const [value, setValue] = useState(person.birthDate ?? '')
  return (
    <QuestionCard
      {...moves}
      title="When were you born?"
      why="The plan begins at your age, and Social Security goes by it."
      assumption="your age is taken as 45, or from the years until you retire where those are known."
      field="birthDate"
      answer={() => (value ? (record) => ({ ...record, birthDate: value }) : 'Enter a date, or choose “I don’t know”.')}
      forget={person.birthDate ? ({ birthDate: _, ...record }) => record : undefined}
      said={(p) => (p.birthDate ? date(p.birthDate) : 'not answered')}
      mine={date(value)}
    >
      {(error, clear) => (
        <TextInput
          type="date"
          label="Birth date"
          maw={220}
          min="1900-01-01"
          value={value}
          error={error}
          onChange={(e) => {
            setValue(e.currentTarget.value)
            clear()
          }}
        />
      )}
    </QuestionCard>
  )
}
