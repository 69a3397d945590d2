import { Badge, Button, Group, Text, Title } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { actFor } from '@/api/acting'
import { endGrant, type Grant, sharedPlanQuery } from '@/api/grants'
import { useAuth } from '@/auth'
import { Async } from '@/components/Async'
import { Confirm } from '@/components/Confirm'
import { useAmounts } from '@/lib/amount'
import { date, odds, points, unknown } from '@/lib/format'
import { word } from '@/lib/words'
import classes from './People.module.css'
import { nameOf, roleWord } from './roles'
import { furthest, lateness } from './standing'

/** One plan of someone else: how it stands, and the way in. */
export function SharedPlan({ grant }: { grant: Grant }) {
  const name = nameOf(grant)
  const owner = grant.person?.id ?? ''
  const [isLeaving, setLeaving] = useState(false)
  const client = useQueryClient()
  const navigate = useNavigate()
  const { user } = useAuth()
  const open = () => {
    actFor(client, { id: owner, name, role: grant.role, by: user?.id ?? '' })
    navigate('/dashboard')
  }
  return (
    <li className={classes.card}>
      <Group justify="space-between" wrap="nowrap">
        <Title order={3}>{name}</Title>
        <Badge variant="outline" tt="none" flex="none">
          {roleWord(grant.role)}
        </Badge>
      </Group>
      <Figures owner={owner} name={name} />
      <Group gap="xs" mt="auto">
        <Button size="xs" onClick={open}>
          Open the plan of {name}
        </Button>
        <Button size="xs" variant="default" onClick={() => setLeaving(true)} aria-label={`Leave the plan of ${name}`}>
          Leave
        </Button>
      </Group>
      {isLeaving ? (
        <Confirm
          close={() => setLeaving(false)}
          title={`Leave the plan of ${name}?`}
          act="Leave"
          isDestructive
          run={() => endGrant(grant.id)}
          onDone={() => void client.invalidateQueries({ queryKey: ['grants'] })}
        >
          <Text size="sm">You see it no longer. To come back, you need a new invitation.</Text>
        </Confirm>
      ) : null}
    </li>
  )
}

function Figures({ owner, name }: { owner: string; name: string }) {
  const plan = useQuery(sharedPlanQuery(owner))
  const { money } = useAmounts()
  return (
    <Async query={plan} what={`the plan of ${name}`} height={116}>
      {({ portfolio, report, successRate }) => {
        const drift = furthest(portfolio.drift)
        const late = lateness(portfolio.checks)
        return (
          <>
            <dl className={classes.figures}>
              <dt>Value, at prices of {date(portfolio.asOf)}</dt>
              <dd>{money(portfolio.totalValue)}</dd>
              <dt>The plan works in</dt>
              <dd>{successRate === null ? unknown : `${odds(successRate)} of futures`}</dd>
              <dt>Last report</dt>
              <dd>{report ? date(report.generatedAt) : 'none yet'}</dd>
              <dt>Furthest from target</dt>
              <dd>{drift ? `${word(drift.key)} ${points(drift.driftPercent)}` : 'no targets'}</dd>
            </dl>
            {late ? (
              <Text size="sm" className={classes.warning}>
                ⚠ Old prices: {late}
              </Text>
            ) : null}
          </>
        )
      }}
    </Async>
  )
}
