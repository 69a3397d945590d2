import { Badge, Button, Card, Group, SimpleGrid, Text, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { actFor } from '@/api/acting'
import { endGrant, type Grant, sharedPlanQuery } from '@/api/grants'
import { Async } from '@/components/Async'
import { explain } from '@/components/Failure'
import { Panel } from '@/components/Panel'
import { useAmounts, useSentence } from '@/lib/amount'
import { date, points } from '@/lib/format'
import { roleWord } from './roles'

/** The plans that others have shared: enough to see who needs attention. */
export function Received({ grants }: { grants: Grant[] }) {
  return (
    <Panel title="Shared with you">
      {grants.length === 0 ? (
        <Text size="sm" c="dimmed">
          Nobody has shared a plan with you. Whoever wants to sends you a link; open it while you are signed in.
        </Text>
      ) : (
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {grants.map((g) => (
            <Plan key={g.id} grant={g} />
          ))}
        </SimpleGrid>
      )}
    </Panel>
  )
}

function Plan({ grant }: { grant: Grant }) {
  const owner = grant.person?.id ?? ''
  const name = grant.person?.displayName || grant.person?.email || 'Someone'
  const plan = useQuery(sharedPlanQuery(owner))
  const client = useQueryClient()
  const navigate = useNavigate()
  const { money } = useAmounts()
  const sentence = useSentence()
  const leaving = useMutation({
    mutationFn: () => endGrant(grant.id),
    onSuccess: () => client.invalidateQueries({ queryKey: ['grants'] }),
    onError: (e) => notifications.show({ color: 'red', title: 'Nothing changed', message: explain(e) }),
  })
  const open = () => {
    actFor({ id: owner, name, role: grant.role })
    client.clear()
    navigate('/dashboard')
  }
  return (
    <Card withBorder>
      <Group justify="space-between" wrap="nowrap">
        <Title order={3}>{name}</Title>
        <Badge variant="outline" tt="none">
          {roleWord(grant.role)}
        </Badge>
      </Group>
      <Async query={plan} what={`the plan of ${name}`} height={72}>
        {({ portfolio, report }) => {
          const worst = (portfolio.drift ?? [])
            .filter((d) => d.kind === 'asset_class')
            .sort((a, b) => Math.abs(b.driftPercent) - Math.abs(a.driftPercent))[0]
          const late = (portfolio.checks ?? []).find((c) => c.id === 'stale_prices' && c.status !== 'ok')
          return (
            <Text size="sm" component="div" mt="xs">
              <div>
                {money(portfolio.totalValue)} at prices of {date(portfolio.asOf)}
              </div>
              <div>{report ? `Last report ${date(report.generatedAt)}` : 'No report yet'}</div>
              {worst ? <div>Furthest from target: {points(worst.driftPercent)}</div> : null}
              {late ? <div>⚠ {sentence(late.text)}</div> : null}
            </Text>
          )
        }}
      </Async>
      <Group mt="sm" gap="xs">
        <Button size="xs" onClick={open}>
          Open the plan of {name}
        </Button>
        <Button size="xs" variant="default" loading={leaving.isPending} onClick={() => leaving.mutate()}>
          Leave
        </Button>
      </Group>
    </Card>
  )
}
