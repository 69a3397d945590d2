import { Button, Center, Stack, Text, Title } from '@mantine/core'
import { useEffect } from 'react'
import { useRouteError } from 'react-router'

// A deploy removes the chunks of the build before it: a page that is still open
// then misses one. Loading the page anew mends it, as soon as Alex answers, and
// not again and again.
const reloaded = 'alex.reloaded'
const pause = 2000
const missingChunk = /dynamically imported module|Importing a module script failed|Failed to fetch|Unable to preload/

/** What stands where a page broke: the rest of Alex goes on. */
export function Trouble() {
  const error = useRouteError()
  const message = error instanceof Error ? error.message : ''
  const isMissingChunk = missingChunk.test(message)
  useEffect(() => {
    if (!isMissingChunk || lately()) return
    const stop = new AbortController()
    void reloadOnceReached(stop.signal)
    return () => stop.abort()
  }, [isMissingChunk])
  return (
    <Center mih="60vh" p="md">
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

/** Whether the page was loaded anew for this a moment ago. */
function lately(): boolean {
  try {
    return Date.now() - Number(sessionStorage.getItem(reloaded) ?? 0) < 20_000
  } catch {
    return true // no storage: a reload could not be told from the next
  }
}

/** Loads the page anew once Alex can be reached: a reload into nothing would lose the page. */
async function reloadOnceReached(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const isThere = await fetch('/config.json', { signal, cache: 'no-store' }).then(
      (response) => response.ok,
      () => false,
    )
    if (isThere && !signal.aborted) {
      sessionStorage.setItem(reloaded, String(Date.now()))
      location.reload()
      return
    }
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
}
