import { Button, Group } from '@mantine/core'
import { Link } from 'react-router'
import { Panel } from '@/components/Panel'
import { NextSteps } from './NextSteps'

/** What stands where nothing is held yet. */
export function Checklist(props: { hasHoldings: boolean; hasReport: boolean }) {
  return (
    <Panel title="Three steps to your first report">
      <NextSteps {...props} />
      <Group mt="lg">
        <Button component={Link} to="/onboarding">
          Get started
        </Button>
      </Group>
    </Panel>
  )
}
