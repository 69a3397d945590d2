import { Button, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { deletePerson } from '@/api/user'
import { useAuth } from '@/auth'
import { Dialog } from '@/components/Dialog'
import { Failure } from '@/components/Failure'

/** Erases the person with everything, after the word is typed. */
export function DeleteMe({ close }: { close: () => void }) {
  const [typed, setTyped] = useState('')
  const { user } = useAuth()
  const navigate = useNavigate()
  const erasing = useMutation({
    mutationFn: deletePerson,
    // Where it leads, the session ends.
    onSuccess: () => navigate('/', { replace: true, state: { goodbye: user?.id ?? '' } }),
  })
  return (
    <Dialog onClose={close} title="Delete my account?">
      <Stack>
        <Text size="sm">
          Your accounts, positions, plans, imports, analyses and reports are erased at once. Whom you invited sees nothing any
          more. Backups keep a copy until they are too old, usually for some months. Export first what you want to keep.
        </Text>
        <TextInput
          label="Type DELETE to confirm"
          value={typed}
          onChange={(e) => setTyped(e.currentTarget.value)}
          autoComplete="off"
          data-autofocus
        />
        {erasing.isError ? <Failure error={erasing.error} what="Nothing was erased" /> : null}
        <Button color="red" disabled={typed !== 'DELETE'} loading={erasing.isPending} onClick={() => erasing.mutate()}>
          Erase everything
        </Button>
      </Stack>
    </Dialog>
  )
}
