import { Button, Group, NumberInput, SimpleGrid, Stack, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Link } from 'react-router'
import type { Plan } from '@/api/retirement'
import { Empty } from '@/components/Empty'
import { Panel } from '@/components/Panel'
import { MoneyField } from './MoneyField'

type Props = { notes: string[]; onStart: (plan: Plan) => void }

/** Without holdings: why there is nothing to project, and a balance typed by hand instead. */
export function StartByHand({ notes, onStart }: Props) {
  const [balance, setBalance] = useState('')
  const [spending, setSpending] = useState('')
  const [age, setAge] = useState<number | string>('')
  const [retirement, setRetirement] = useState<number | string>('')
  const [tried, setTried] = useState(false)
  const isMissing = { balance: !balance, spending: !spending, age: age === '', retirement: retirement === '' }

  const submit = (e: FormEvent) => {
    e.preventDefault()
    setTried(true)
    if (Object.values(isMissing).some(Boolean)) return
    const currentAge = Number(age)
    onStart({
      currentAge,
      retirementAge: Math.max(Number(retirement), 0),
      horizonAge: Math.max(95, currentAge + 1, Number(retirement)),
      balance,
      annualSpending: spending,
      annualContribution: '0.00',
      allocation: { equity: 60, fixed_income: 40 },
    })
  }
  const needed = (missing: boolean) => (tried && missing ? 'Needed to begin' : undefined)

  return (
    <Stack gap="lg">
      <Empty
        title="Nothing to project yet"
        text="A plan begins with what you own. Add your holdings and Alex takes the balance and the mix from them."
      >
        <Group mt="sm">
          <Button component={Link} to="/onboarding">
            Get started
          </Button>
          <Button component={Link} to="/portfolio" variant="default">
            Add holdings
          </Button>
        </Group>
        {notes.map((note) => (
          <Text key={note} size="sm" c="dimmed">
            {note}
          </Text>
        ))}
      </Empty>
      <Panel title="Or try it with a balance">
        <form onSubmit={submit} noValidate>
          <Stack gap="md">
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
              <MoneyField label="What you have saved" value={balance} onChange={setBalance} error={needed(isMissing.balance)} />
              <MoneyField
                label="Spending in retirement, a year"
                value={spending}
                onChange={setSpending}
                error={needed(isMissing.spending)}
              />
              <NumberInput
                label="Your age"
                value={age}
                onChange={setAge}
                min={0}
                max={110}
                allowDecimal={false}
                error={needed(isMissing.age)}
              />
              <NumberInput
                label="Retire at"
                value={retirement}
                onChange={setRetirement}
                min={0}
                max={110}
                allowDecimal={false}
                error={needed(isMissing.retirement)}
              />
            </SimpleGrid>
            <Text size="sm" c="dimmed">
              It begins with 60% stocks and 40% bonds, no saving and no Social Security, until age 95; you can change all of it.
              Nothing is stored.
            </Text>
            <Group>
              <Button type="submit">Show the odds</Button>
            </Group>
          </Stack>
        </form>
      </Panel>
    </Stack>
  )
}
