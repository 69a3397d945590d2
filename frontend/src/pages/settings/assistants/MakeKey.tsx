import { Button, Checkbox, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type KeyInput, type KeyScope, keysQuery, makeKey } from '@/api/keys'
import { Failure } from '@/components/Failure'
import { WholeInput } from '@/components/form/WholeInput'
import { useIntent } from '@/lib/intent'
import { apart } from '../security/apart'
import { KeyShown } from './KeyShown'
import { scopes } from './scopes'

/** The dialog in which a key is made and shown. */
export function MakeKey({ isOpen, close }: { isOpen: boolean; close: () => void }) {
  return (
    <Modal opened={isOpen} onClose={close} title="A key for an assistant" size="lg">
      <Making close={close} />
    </Modal>
  )
}

const usualDays = '90'

function Making({ close }: { close: () => void }) {
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [days, setDays] = useState(usualDays)
  const [chosen, setChosen] = useState<string[]>([])
  const [wrong, setWrong] = useState<{ name?: string; scopes?: string; days?: string }>({})
  const once = useIntent()
  const making = useMutation({
    mutationFn: (input: KeyInput) => once(input, (key) => makeKey(input, key)),
    onSuccess: () => client.invalidateQueries({ queryKey: keysQuery.queryKey }),
  })
  const submit = (e: FormEvent) => {
    e.preventDefault()
    const found = faults(name, chosen, days)
    setWrong(found)
    if (Object.keys(found).length === 0) making.mutate({ name: name.trim(), scopes: chosen as KeyScope[], days: Number(days) })
  }
  if (making.data) {
    return (
      <Stack>
        <KeyShown made={making.data} />
        <Group justify="flex-end">
          <Button onClick={close}>Done</Button>
        </Group>
      </Stack>
    )
  }
  return (
    <form noValidate onSubmit={apart(submit)}>
      <Stack>
        <Text size="sm">
          Whatever the assistant reads goes to whoever makes it, as what you type there does. It cannot change anything here.
        </Text>
        <TextInput
          label="Name"
          description="The list of activity calls it so"
          placeholder="My laptop"
          maxLength={60}
          value={name}
          error={wrong.name}
          onChange={(e) => setName(e.currentTarget.value)}
          data-autofocus
        />
        <Checkbox.Group label="What it may read" value={chosen} onChange={setChosen} error={wrong.scopes}>
          <Stack gap={8} my={6}>
            {scopes.map((s) => (
              <Checkbox key={s.value} value={s.value} label={s.label} description={s.description} />
            ))}
          </Stack>
        </Checkbox.Group>
        <WholeInput label="Days until it ends" description="1 to 365" value={days} onChange={setDays} error={wrong.days} />
        {making.isError ? <Failure error={making.error} what="No key was made" /> : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={making.isPending}>
            Make the key
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** What cannot be sent, by field. */
function faults(name: string, chosen: string[], days: string) {
  const found: { name?: string; scopes?: string; days?: string } = {}
  if (!/^[A-Za-z0-9][A-Za-z0-9 ._-]*$/.test(name.trim())) found.name = 'Use letters, digits, spaces, dots and hyphens'
  if (chosen.length === 0) found.scopes = 'Choose what it may read'
  if (!/^\d+$/.test(days) || Number(days) < 1 || Number(days) > 365) found.days = 'Choose 1 to 365 days'
  return found
}
