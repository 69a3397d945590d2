import { Button, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { endGrant, type Grant } from '@/api/grants'
import { Confirm } from '@/components/Confirm'
import { Panel } from '@/components/Panel'
import { capital } from '@/lib/capital'
import { date, time } from '@/lib/format'
import { Invite } from './Invite'
import classes from './People.module.css'
import { nameOf, roleWord } from './roles'

/** Who may see one's own plan, and the way to invite someone. */
export function Given({ grants }: { grants: Grant[] }) {
  const [ending, setEnding] = useState<Grant | null>(null)
  const [ended, setEnded] = useState<string[]>([])
  return (
    <Panel title="Your plan">
      {grants.length === 0 ? (
        <Text size="sm" c="dimmed">
          Nobody but you can see your plan. To share it, make a link and send it to one person; it ends when you take it back.
        </Text>
      ) : (
        <ul className={classes.lines}>
          {grants.map((grant) => (
            <Line key={grant.id} grant={grant} onEnd={() => setEnding(grant)} />
          ))}
        </ul>
      )}
      <Invite withdrawn={ended} />
      {ending ? <End grant={ending} close={() => setEnding(null)} done={() => setEnded((ids) => [...ids, ending.id])} /> : null}
    </Panel>
  )
}

function Line({ grant, onEnd }: { grant: Grant; onEnd: () => void }) {
  const isInvited = grant.status === 'invited'
  return (
    <li>
      <div>
        <Text size="sm" fw={600}>
          {nameOf(grant)}
          {grant.person && grant.label ? ` (${grant.label})` : ''}
        </Text>
        <Text size="xs" c="dimmed">
          {isInvited
            ? `Invited; ${roleWord(grant.role)} once they accept; the link ends ${time(grant.expiresAt)}`
            : `${capital(roleWord(grant.role))}, since ${date(grant.createdAt)}`}
        </Text>
      </div>
      <Button
        size="xs"
        variant="default"
        aria-label={`${isInvited ? 'Withdraw the invitation' : 'Take back'}: ${nameOf(grant)}`}
        onClick={onEnd}
      >
        {isInvited ? 'Withdraw' : 'Take back'}
      </Button>
    </li>
  )
}

function End({ grant, close, done }: { grant: Grant; close: () => void; done: () => void }) {
  const client = useQueryClient()
  const isInvited = grant.status === 'invited'
  const name = nameOf(grant)
  return (
    <Confirm
      close={close}
      title={isInvited ? 'Withdraw the invitation?' : `Take back from ${name}?`}
      act={isInvited ? 'Withdraw' : 'Take back'}
      isDestructive
      run={() => endGrant(grant.id)}
      onDone={() => {
        done()
        void client.invalidateQueries({ queryKey: ['grants'] })
      }}
    >
      <Text size="sm">
        {isInvited
          ? 'The link opens nothing any more. You can make another at any time.'
          : `${name} sees your plan no longer, from this moment on. What they printed or wrote down stays with them.`}
      </Text>
    </Confirm>
  )
}
