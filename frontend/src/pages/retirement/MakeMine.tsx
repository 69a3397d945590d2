import { Alert, Button, Group, List, Modal, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Problem } from '@/api/problem'
import type { Plan } from '@/api/retirement'
import { type Person, type PersonInput, personInput, personKeys, personQuery, putPerson } from '@/api/user'
import { explain } from '@/components/Failure'
import { useAmounts } from '@/lib/amount'
import { unknown } from '@/lib/format'
import { keepingAge, personChanges, unmapped } from './planEdits'

type Props = { base: Plan; plan: Plan }

/** Writes what the person's record can hold of the edited plan, and says what it cannot. */
export function MakeMine({ base, plan }: Props) {
  const [isOpen, setOpen] = useState(false)
  const client = useQueryClient()
  const changes = personChanges(base, plan)
  const others = unmapped(base, plan)
  const save = useMutation({
    // Read anew, so that nothing that another tab wrote is undone.
    mutationFn: async (keepMine: boolean) => {
      const { value, etag } = await client.fetchQuery({ ...personQuery, staleTime: keepMine ? 0 : 30_000 })
      return putPerson({ ...personInput(value), ...changes, ...keepingAge(value, base, changes), ...afterTax(changes) }, etag)
    },
    onSuccess: (saved) => {
      client.setQueryData(personQuery.queryKey, saved)
      for (const queryKey of personKeys) void client.invalidateQueries({ queryKey })
      setOpen(false)
      notifications.show({ message: 'Your plan is changed. The next analysis takes it.' })
    },
  })
  const close = () => {
    setOpen(false)
    save.reset()
  }
  const moved = save.error instanceof Problem && save.error.status === 412
  const nothing = Object.keys(changes).length === 0
  return (
    <>
      <Button size="sm" variant="default" onClick={() => setOpen(true)}>
        Make this my plan
      </Button>
      <Modal opened={isOpen} onClose={close} title="Make this my plan">
        <Stack gap="sm">
          {nothing ? <Text size="sm">Nothing that is kept with you has changed.</Text> : <ChangeList changes={changes} />}
          {others.length > 0 ? (
            <Text size="sm" c="dimmed">
              Not kept with you, because it follows from what you own or belongs to one calculation: {others.join(', ')}. Keep it
              as a plan instead.
            </Text>
          ) : null}
          {moved ? <Moved current={(save.error as Problem).current as Person | null} changes={changes} /> : null}
          {save.isError && !moved ? (
            <Text size="sm" c="red" role="alert">
              {explain(save.error)}
            </Text>
          ) : null}
          <Group justify="flex-end">
            <Button
              variant="default"
              onClick={() => {
                close()
                if (moved) for (const queryKey of [['user'], ...personKeys]) void client.invalidateQueries({ queryKey })
              }}
            >
              {moved ? 'Use theirs' : 'Cancel'}
            </Button>
            <Button disabled={nothing} loading={save.isPending} onClick={() => save.mutate(moved)}>
              {moved ? 'Keep mine' : 'Change my plan'}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}

/** A plan's spending is after tax: so is the target that is written. */
const afterTax = (changes: Partial<PersonInput>) =>
  changes.targetRetirementIncome === undefined ? {} : { targetBeforeTax: false }

function ChangeList({ changes }: { changes: Partial<PersonInput> }) {
  const { money } = useAmounts()
  return (
    <List size="sm">
      {said(changes, money).map(([name, value]) => (
        <List.Item key={name}>
          {name}: {value}
        </List.Item>
      ))}
    </List>
  )
}

/** The record was changed elsewhere since: both are shown. */
function Moved({ current, changes }: { current: Person | null; changes: Partial<PersonInput> }) {
  const { money } = useAmounts()
  const theirs = current ? said(only(personInput(current), changes), money) : []
  return (
    <Alert color="yellow" variant="light" title="Your plan was changed elsewhere" role="alert">
      <Text size="sm">
        It is now {theirs.map(([name, value]) => `${name.toLowerCase()} ${value}`).join(', ') || 'different'}.
      </Text>
    </Alert>
  )
}

const only = (person: PersonInput, changes: Partial<PersonInput>) =>
  Object.fromEntries(Object.entries(person).filter(([key]) => key in changes)) as Partial<PersonInput>

function said(p: Partial<PersonInput>, money: (value: string | null | undefined) => string): [string, string][] {
  const list: [string, string][] = []
  if (p.retirementAge != null) list.push(['Retirement age', String(p.retirementAge)])
  if (p.horizonAge != null) list.push(['Plan until age', String(p.horizonAge)])
  if (p.targetRetirementIncome != null) list.push(['Spending in retirement, a year', money(p.targetRetirementIncome)])
  if (p.annualContribution != null) list.push(['Saving, a year', money(p.annualContribution)])
  if (p.taxPercent != null) list.push(['Tax on withdrawals', `${p.taxPercent}%`])
  if (p.incomes) {
    const words = p.incomes.map(
      (i) => `${i.name || 'Income'} ${money(i.annual)} from ${i.startAge}${i.partner ? ' (partner)' : ''}`,
    )
    list.push(['Incomes', words.join(', ') || unknown])
  }
  return list
}
