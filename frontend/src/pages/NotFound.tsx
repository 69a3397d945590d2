import { Anchor, Stack, Text } from '@mantine/core'
import { Link } from 'react-router'
import { Page } from '@/components/Page'

export default function NotFound() {
  return (
    <Page title="There is no such page" width="text">
      <Stack gap="xs">
        <Text>The address may be mistyped, or what it pointed to is gone.</Text>
        <Anchor component={Link} to="/dashboard">
          Go to the dashboard
        </Anchor>
      </Stack>
    </Page>
  )
}
