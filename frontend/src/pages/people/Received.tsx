import { Button, Text } from '@mantine/core'
import { useState } from 'react'
import type { Grant } from '@/api/grants'
import { Panel } from '@/components/Panel'
import classes from './People.module.css'
import { SharedPlan } from './SharedPlan'

// Each plan is asked for by itself: so many at a time stay well within what a
// minute of the server allows.
const step = 12

/** The plans that others have shared: enough to see who needs attention. */
export function Received({ grants }: { grants: Grant[] }) {
  const [shown, show] = useState(step)
  const more = Math.min(step, grants.length - shown)
  return (
    <Panel title="Shared with you">
      {grants.length === 0 ? (
        <Text size="sm" c="dimmed">
          Nobody has shared a plan with you yet. A link for it is made on the other person’s page “People”: open it while you are
          signed in.
        </Text>
      ) : (
        <ul className={classes.cards}>
          {grants.slice(0, shown).map((g) => (
            <SharedPlan key={g.id} grant={g} />
          ))}
        </ul>
      )}
      {more > 0 ? (
        <Button variant="default" mt="md" onClick={() => show(shown + step)}>
          Show {more} more
        </Button>
      ) : null}
    </Panel>
  )
}
