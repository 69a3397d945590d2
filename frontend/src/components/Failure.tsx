import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { Problem } from '@/api/problem'

type Props = {
  error: unknown /** What could not be done: "The portfolio could not be read". */
  what: string
  retry?: () => void
  /** Why, where the usual words do not say it. */
  why?: string
}

/** What went wrong, in place, with the way out. */
export function Failure({ error, what, retry, why }: Props) {
  const problem = error instanceof Problem ? error : null
  return (
    <Alert color="red" variant="light" title={what} icon={<IconAlertTriangle aria-hidden />} role="alert">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{why ?? explain(error)}</Text>
        <Group gap="sm">
          {retry ? (
            <Button size="xs" variant="default" onClick={retry}>
              Try again
            </Button>
          ) : null}
          {problem?.requestId ? (
            <Text size="xs" c="dimmed">
              Reference {problem.requestId}
            </Text>
          ) : null}
        </Group>
      </Stack>
    </Alert>
  )
}

/** An error in words for the person in front of the page. */
export function explain(error: unknown): string {
  if (!(error instanceof Problem)) return 'Something in this page went wrong. Nothing that was saved is lost.'
  if (error.status === 429) return `Too many requests at once. Wait ${error.retryAfter ?? 'a few'} seconds and try again.`
  if (error.status === 503) return 'Alex is busy or its database is away for a moment. Nothing is lost; try again shortly.'
  if (error.status >= 500) return 'Alex made a mistake. Nothing that was saved is lost; please try again.'
  return error.message
}
