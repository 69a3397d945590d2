import { Button, Code, PasswordInput, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { operator } from '@/api/admin'
import { Failure } from '@/components/Failure'
import { Panel } from '@/components/Panel'

/** Asks for a key, tries it, and hands it on. */
export function KeyForm({ open }: { open: (key: string) => void }) {
  const [key, setKey] = useState('')
  const trying = useMutation({
    mutationFn: (text: string) => operator(text).overview(),
    onSuccess: (_, text) => open(text),
  })
  return (
    <Panel title="Your key">
      <form
        onSubmit={(e) => {
          e.preventDefault()
          if (key.trim()) trying.mutate(key.trim())
        }}
      >
        <Stack gap="md" maw={480}>
          <Text size="sm">
            Make one on the server: <Code>alex key create NAME --role operator</Code>. This tab keeps it until it is locked, left
            or closed.
          </Text>
          <PasswordInput
            label="Operator key"
            value={key}
            onChange={(e) => setKey(e.currentTarget.value)}
            autoComplete="current-password"
            required
          />
          {trying.isError ? <Failure error={trying.error} what="The key did not open this" /> : null}
          <div>
            <Button type="submit" loading={trying.isPending}>
              Open
            </Button>
          </div>
        </Stack>
      </form>
    </Panel>
  )
}
