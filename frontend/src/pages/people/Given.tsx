import { ActionIcon, Alert, Button, Code, CopyButton, Group, Radio, Stack, Table, Text, TextInput, Tooltip } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { endGrant, type Grant, invite } from '@/api/grants'
import { explain, Failure } from '@/components/Failure'
import { Panel } from '@/components/Panel'
import { date, time } from '@/lib/format'
import { joinLink, roleWord } from './roles'

/** Who may see one's own plan, and the way to invite someone. */
export function Given({ grants }: { grants: Grant[] }) {
  const client = useQueryClient()
  const ending = useMutation({
    mutationFn: (id: string) => endGrant(id),
    onSuccess: () => client.invalidateQueries({ queryKey: ['grants'] }),
    onError: (e) => notifications.show({ color: 'red', title: 'Nothing changed', message: explain(e) }),
  })
  return (
    <Panel title="Your plan">
      {grants.length === 0 ? (
        <Text size="sm" c="dimmed">
          Nobody but you can see your plan.
        </Text>
      ) : (
        <Table.ScrollContainer minWidth={320}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">Who</Table.Th>
                <Table.Th scope="col">May</Table.Th>
                <Table.Th scope="col">Since</Table.Th>
                <Table.Th scope="col">End it</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {grants.map((g) => {
                const name = g.person?.displayName || g.person?.email || g.label || 'An open invitation'
                return (
                  <Table.Tr key={g.id}>
                    <Table.Td>
                      {name}
                      {g.person && g.label ? (
                        <Text size="xs" c="dimmed">
                          {g.label}
                        </Text>
                      ) : null}
                    </Table.Td>
                    <Table.Td>{roleWord(g.role)}</Table.Td>
                    <Table.Td>
                      {g.status === 'invited' ? `invited; the link ends ${time(g.expiresAt)}` : date(g.createdAt)}
                    </Table.Td>
                    <Table.Td>
                      <Button
                        size="xs"
                        variant="default"
                        aria-label={`${g.status === 'invited' ? 'Withdraw the invitation' : 'Take back'}: ${name}`}
                        loading={ending.isPending && ending.variables === g.id}
                        onClick={() => ending.mutate(g.id)}
                      >
                        {g.status === 'invited' ? 'Withdraw' : 'Take back'}
                      </Button>
                    </Table.Td>
                  </Table.Tr>
                )
              })}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <Invite />
    </Panel>
  )
}

function Invite() {
  const client = useQueryClient()
  const [role, setRole] = useState<'viewer' | 'editor'>('viewer')
  const [label, setLabel] = useState('')
  const [key, setKey] = useState(() => crypto.randomUUID())
  const inviting = useMutation({
    mutationFn: () => invite({ role, label }, key),
    onSuccess: () => {
      setLabel('')
      setKey(crypto.randomUUID()) // the next press is another invitation
      client.invalidateQueries({ queryKey: ['grants'] })
    },
  })
  const submit = (e: FormEvent) => {
    e.preventDefault()
    inviting.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack mt="lg" gap="sm" align="flex-start">
        <Radio.Group label="Invite someone who" value={role} onChange={(v) => setRole(v as 'viewer' | 'editor')}>
          <Group mt={4}>
            <Radio value="viewer" label="may read everything" />
            <Radio value="editor" label="may edit, import and analyze too" />
          </Group>
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
        {inviting.data?.code ? <Link code={inviting.data.code} expires={inviting.data.expiresAt} /> : null}
      </Stack>
    </form>
  )
}

function Link({ code, expires }: { code: string; expires: string | null }) {
  const link = joinLink(code)
  return (
    <Alert color="green" role="status" title="Send this link; it is shown this once">
      <Group gap="xs" wrap="nowrap">
        <Code style={{ overflowWrap: 'anywhere' }}>{link}</Code>
        <CopyButton value={link}>
          {({ copied, copy }) => (
            <Tooltip label={copied ? 'Copied' : 'Copy'}>
              <ActionIcon variant="default" aria-label={copied ? 'Copied' : 'Copy the link'} onClick={copy}>
                {copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      </Group>
      <Text size="sm" mt="xs">
        It works for one person, until {time(expires)}. Whoever opens it and accepts sees your plan.
      </Text>
    </Alert>
  )
}
