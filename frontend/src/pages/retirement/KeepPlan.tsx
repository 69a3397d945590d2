import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { createPlan } from '@/api/plans'
import { Problem } from '@/api/problem'
import type { Plan } from '@/api/retirement'
import { explain } from '@/components/Failure'
import { useIntent } from '@/lib/intent'

/** Keeps the plan on the page under a name, to compare it later. */
export function KeepPlan({ plan }: { plan: Plan }) {
  const [isOpen, setOpen] = useState(false)
  const [name, setName] = useState('')
  const once = useIntent()
  const client = useQueryClient()
  const keep = useMutation({
    mutationFn: (input: Plan & { name?: string }) => once(input, (key) => createPlan(input, key)),
    onSuccess: (kept) => {
      setOpen(false)
      setName('')
      client.invalidateQueries({ queryKey: ['plans'] })
      notifications.show({ message: `Kept as “${kept.name}”. Compare it under “Compare plans”.` })
    },
  })
  const close = () => {
    setOpen(false)
    keep.reset()
  }
  const submit = (e: FormEvent) => {
    e.preventDefault()
    keep.mutate(name.trim() ? { ...plan, name: name.trim() } : plan)
  }
  const nameError = keep.error instanceof Problem ? keep.error.fieldError('name') : undefined
  return (
    <>
      <Button variant="default" size="sm" onClick={() => setOpen(true)}>
        Keep as a plan
      </Button>
      <Modal opened={isOpen} onClose={close} title="Keep as a plan">
        <form onSubmit={submit}>
          <Stack gap="sm">
            <TextInput
              label="Name"
              placeholder="Retire at 67"
              description="Left empty, it gets the next “Plan” number."
              maxLength={255}
              value={name}
              onChange={(e) => setName(e.currentTarget.value)}
              error={nameError}
              data-autofocus
            />
            {keep.isError && !nameError ? (
              <Text size="sm" c="red" role="alert">
                {explain(keep.error)}
              </Text>
            ) : null}
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                Cancel
              </Button>
              <Button type="submit" loading={keep.isPending}>
                Keep
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  )
}
