import { Alert, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { api, download } from '@/api/client'
import { useAuth } from '@/auth'
import { explain } from '@/components/Failure'
import { Section } from './Section'

/** Take everything away, or erase it. */
export function YourData() {
  const exporting = useMutation({ mutationFn: () => download('/api/user/export', 'alex-my-data.json') })
  const [isErasing, setErasing] = useState(false)
  return (
    <Section id="data" title="Your data" lead="Everything Alex keeps of you is yours: take it as one file, or erase it for good.">
      <Group>
        <Button variant="default" loading={exporting.isPending} onClick={() => exporting.mutate()}>
          Export my data
        </Button>
        <Button variant="outline" color="red" onClick={() => setErasing(true)}>
          Delete my account
        </Button>
      </Group>
      {exporting.isError ? (
        <Alert color="red" mt="sm" role="alert" title="Nothing was exported">
          {explain(exporting.error)}
        </Alert>
      ) : null}
      <Modal opened={isErasing} onClose={() => setErasing(false)} title="Delete my account">
        <Erase />
      </Modal>
    </Section>
  )
}

function Erase() {
  const [typed, setTyped] = useState('')
  const { signOut } = useAuth()
  const navigate = useNavigate()
  const client = useQueryClient()
  const erasing = useMutation({
    mutationFn: () => api.DELETE('/api/user'),
    onSuccess: async () => {
      await signOut()
      client.clear()
      navigate('/?goodbye')
    },
  })
  return (
    <Stack>
      <Text size="sm">
        Your accounts, positions, plans, imports, analyses and reports are erased at once, and nobody can bring them back. Export
        first what you want to keep.
      </Text>
      <TextInput
        label="Type DELETE to confirm"
        value={typed}
        onChange={(e) => setTyped(e.currentTarget.value)}
        autoComplete="off"
      />
      {erasing.isError ? (
        <Alert color="red" role="alert" title="Nothing was erased">
          {explain(erasing.error)}
        </Alert>
      ) : null}
      <Button color="red" disabled={typed !== 'DELETE'} loading={erasing.isPending} onClick={() => erasing.mutate()}>
        Erase everything
      </Button>
    </Stack>
  )
}
