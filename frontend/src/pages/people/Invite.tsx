import { Button, Radio, Stack, TextInput, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type Grant, invite } from '@/api/grants'
import { Failure } from '@/components/Failure'
import { useIntent } from '@/lib/intent'
import { OneTimeLink } from './OneTimeLink'

/** Makes an invitation, whose link is shown once. */
export function Invite({ withdrawn }: { withdrawn: string[] }) {
  const client = useQueryClient()
  const [role, setRole] = useState<Grant['role']>('viewer')
  const [label, setLabel] = useState('')
  const once = useIntent()
  const inviting = useMutation({
    mutationFn: () => once({ role, label }, (key) => invite({ role, label }, key)),
    onSuccess: () => {
      setLabel('')
      void client.invalidateQueries({ queryKey: ['grants'] })
    },
  })
  const submit = (e: FormEvent) => {
    e.preventDefault()
    inviting.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack mt="lg" gap="sm" align="flex-start">
        <Title order={3}>Invite someone</Title>
        <Radio.Group label="Who opens the link" value={role} onChange={(v) => setRole(v as Grant['role'])}>
          <Stack gap={8} mt={6}>
            <Radio
              value="viewer"
              label="may read everything"
              description="Accounts, plan and reports; nothing can be changed or deleted"
            />
            <Radio
              value="editor"
              label="may edit, import and analyze too"
              description="Sharing, deleting it all and your account stay yours alone"
            />
          </Stack>
        </Radio.Group>
        <TextInput
          label="A word of your own for it"
          description="Only you see it"
          placeholder="My adviser"
          maxLength={255}
          value={label}
          onChange={(e) => setLabel(e.currentTarget.value)}
        />
        <Button type="submit" loading={inviting.isPending}>
          Make a link
        </Button>
        {inviting.isError ? <Failure error={inviting.error} what="No link was made" /> : null}
        {inviting.data && !withdrawn.includes(inviting.data.id) ? (
          <OneTimeLink code={inviting.data.code} expires={inviting.data.expiresAt} />
        ) : null}
      </Stack>
    </form>
  )
}
