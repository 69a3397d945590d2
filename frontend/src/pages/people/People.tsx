import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { readActing } from '@/api/acting'
import { type Grant, grantsQuery } from '@/api/grants'
import { Async } from '@/components/Async'
import { Page } from '@/components/Page'
import { useActingName } from '@/components/useActingName'
import { Given } from './Given'
import { MeetingPack } from './MeetingPack'
import { Received } from './Received'

/** Whose plans one may see, and who may see one's own. */
export default function People() {
  const acting = readActing()
  const name = useActingName()
  return (
    <Page
      title="People"
      lead={
        acting
          ? `Prepare a meeting about the plan of ${name || 'someone else'}. Your own list is back when you return to your own plan.`
          : 'A spouse, an adviser, a grown-up child: whom you invite sees your plan as you do, until you take it back.'
      }
    >
      <Stack gap="lg">
        {acting ? null : <Grants />}
        <MeetingPack />
      </Stack>
    </Page>
  )
}

function Grants() {
  const grants = useQuery(grantsQuery)
  return (
    <Async query={grants} what="who shares with whom" height={260}>
      {(all: Grant[]) => (
        <>
          <Received grants={all.filter((g) => g.direction === 'received')} />
          <Given grants={all.filter((g) => g.direction === 'given')} />
        </>
      )}
    </Async>
  )
}
