import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type NamedPlan, planInput, putPlan, readPlan } from '@/api/plans'
import { Problem } from '@/api/problem'
import { Dialog } from '@/components/Dialog'
import { explain } from '@/components/Failure'

type Props = { plan: NamedPlan; onClose: () => void }

/** Another name for a kept plan. */
export function RenamePlan({ plan, onClose }: Props) {
  const [name, setName] = useState(plan.name)
  const client = useQueryClient()
  // What is renamed is what stood here when the dialog opened.
  const opened = useQuery({ queryKey: ['plans', plan.id], queryFn: () => readPlan(plan.id), staleTime: 0, gcTime: 0 })
  const rename = useMutation({
    mutationFn: async (anew: boolean) => {
      const read = anew || !opened.data ? await readPlan(plan.id) : opened.data
      return putPlan(plan.id, { ...planInput(read.value), name: name.trim() }, read.etag)
    },
    onSuccess: () => done(),
  })
  const done = () => {
    client.invalidateQueries({ queryKey: ['plans'] })
    onClose()
  }
  const problem = rename.error instanceof Problem ? rename.error : null
  const theirs = problem?.status === 412 ? (problem.current as NamedPlan | null) : null
  const submit = (e: FormEvent) => {
    e.preventDefault()
    if (name.trim()) rename.mutate(problem?.status === 412)
  }
  return (
    <Dialog onClose={onClose} title="Rename the plan">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label="Name"
            value={name}
            maxLength={255}
            onChange={(e) => setName(e.currentTarget.value)}
            error={problem?.fieldError('name') ?? (name.trim() ? undefined : 'A plan needs a name')}
            data-autofocus
          />
          {theirs ? (
            <Text size="sm" role="alert">
              It was changed elsewhere: it is called “{theirs.name}” now.
            </Text>
          ) : problem && !problem.fieldError('name') ? (
            <Text size="sm" c="red" role="alert">
              {explain(problem)}
            </Text>
          ) : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={theirs ? done : onClose}>
              {theirs ? 'Use theirs' : 'Cancel'}
            </Button>
            <Button type="submit" loading={rename.isPending} disabled={!name.trim()}>
              {theirs ? 'Keep mine' : 'Rename'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
