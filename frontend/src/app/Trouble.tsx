import { Button, Center, Stack, Text, Title } from '@mantine/core'
import { useEffect } from 'react'
import { useRouteError } from 'react-router'

// A deploy removes the chunks of the build before it: a page that is still open
// then misses one. Loading the page anew mends it; once is enough.
const reloaded = 'alex.reloaded'
const missingChunk = /dynamically imported module|Importing a module script failed|Failed to fetch/

/** What stands where a page broke: the rest of Alex goes on. */
export function Trouble() {
  const error = useRouteError()
  const message = error instanceof Error ? error.message : ''
  const isMissingChunk = missingChunk.test(message)
  useEffect(() => {
    if (!isMissingChunk || sessionStorage.getItem(reloaded) === location.pathname) return
    sessionStorage.setItem(reloaded, location.pathname)
    location.reload()
  }, [isMissingChunk])
  return (
    <Center mih="60vh" p="md" component="main">
      <Stack align="center" ta="center" maw={480} role="alert">
        <Title order={1}>This page stopped</Title>
        <Text c="dimmed">
          {isMissingChunk
            ? 'A part of the page could not be loaded: Alex was updated, or the connection is away.'
            : 'A mistake in this page, not in your data: nothing that was saved is lost.'}
        </Text>
        <Button onClick={() => location.reload()}>Load it again</Button>
        <a href="/dashboard">Go to the dashboard</a>
      </Stack>
    </Center>
  )
}
