import { Button, Checkbox, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { readActing } from '@/api/acting'
import { plansQuery } from '@/api/plans'
import { useAuth } from '@/auth'
import { Panel } from '@/components/Panel'
import { useActingName } from '@/components/useActingName'
import { notesKey } from '@/lib/notes'
import { useSetting } from '@/lib/preferences'
import classes from './Meeting.module.css'
import { MeetingSheet } from './MeetingSheet'

/** What to bring to a meeting: who, when, what about, and what the plan says today. */
export function MeetingPack() {
  const acting = readActing()
  const name = useActingName()
  const { user } = useAuth()
  const [typed, setClient] = useState<string | null>(null)
  const client = typed ?? (acting ? name : (user?.displayName ?? ''))
  const [day, setDay] = useState('')
  const [agenda, setAgenda] = useState('')
  // By reader and by plan: the next person at this browser has notes of their own.
  const [notes, setNotes] = useSetting(notesKey(user?.id ?? '', acting?.id ?? 'own'))
  const [printsNotes, setPrintsNotes] = useState(false)
  const [chosen, setChosen] = useState<string[]>([])
  const plans = useQuery(plansQuery).data ?? []
  return (
    <Panel
      title="Meeting pack"
      action={
        <Button size="xs" variant="default" onClick={() => window.print()}>
          Print
        </Button>
      }
    >
      <Text size="sm" c="dimmed" mb="md">
        For a talk about {acting ? `the plan of ${name || 'someone else'}` : 'your plan'}. To prepare one for someone who shared
        with you, open their plan first and come back here.
      </Text>
      <div className={classes.fields}>
        <TextInput label="Client" value={client} onChange={(e) => setClient(e.currentTarget.value)} />
        <TextInput label="Date of the meeting" type="date" value={day} onChange={(e) => setDay(e.currentTarget.value)} />
        <Textarea label="Agenda" autosize minRows={3} value={agenda} onChange={(e) => setAgenda(e.currentTarget.value)} />
        <Stack gap="xs">
          <Textarea
            label="Private notes"
            description="Kept in this browser alone, until you sign out; never sent"
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            autosize
            minRows={3}
            value={notes ?? ''}
            onChange={(e) => setNotes(e.currentTarget.value || null)}
          />
          <Checkbox
            label="Print the private notes too"
            checked={printsNotes}
            onChange={(e) => setPrintsNotes(e.currentTarget.checked)}
          />
        </Stack>
        {plans.length > 0 ? (
          <Checkbox.Group label="Plans to bring" value={chosen} onChange={setChosen}>
            <Stack gap={6} mt={4}>
              {plans.map((p) => (
                <Checkbox key={p.id} value={p.id} label={p.name || 'A plan without a name'} />
              ))}
            </Stack>
          </Checkbox.Group>
        ) : null}
      </div>
      <MeetingSheet
        client={client}
        day={day}
        agenda={agenda}
        notes={printsNotes ? (notes ?? '') : ''}
        plans={plans.filter((p) => chosen.includes(p.id))}
      />
    </Panel>
  )
}
