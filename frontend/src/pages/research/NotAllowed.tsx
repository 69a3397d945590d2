import { Alert, Button } from '@mantine/core'
import { Link } from 'react-router'
import { may } from '@/api/acting'
import type { Model } from '@/api/site'

/** What is searched for here would be sent elsewhere, and the owner has not said yes to that. */
export function NotAllowed({ models }: { models: Model[] }) {
  const names = models.map((m) => `${m.name}, reached at ${m.sentTo}`).join(' and ')
  return (
    <Alert color="gray" title="Searching is not allowed so far">
      {`What is searched for here, and texts that are added, would be sent to ${names}. `}
      {may().own
        ? 'Nothing is sent before you say yes to that; then your reports can quote what comes near, too.'
        : 'The owner of this plan alone can allow that.'}
      {may().own ? (
        <Button component={Link} to="/settings#models" variant="default" size="xs" mt="sm" display="table">
          Models and cost in Settings
        </Button>
      ) : null}
    </Alert>
  )
}
