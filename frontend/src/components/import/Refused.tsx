import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { isTransient, Problem } from '@/api/problem'
import { explain } from '@/components/Failure'

type Props = { file: File; failure: unknown; hasMore: boolean; retry: () => void; leave: () => void }

/** A file that could not be read: why, and what to do. The file stays at hand. */
export function Refused({ file, failure, hasMore, retry, leave }: Props) {
  const mayWork = isTransient(failure) || (failure instanceof Problem && failure.status >= 500)
  return (
    <Alert
      color="red"
      variant="light"
      role="alert"
      icon={<IconAlertTriangle aria-hidden />}
      title={`${file.name} could not be read`}
    >
      <Stack gap="xs">
        <Text size="sm">{reason(failure)}</Text>
        <Group gap="xs">
          {mayWork ? (
            <Button size="xs" onClick={retry}>
              Try again
            </Button>
          ) : null}
          <Button size="xs" variant="default" onClick={leave}>
            {hasMore ? 'Go on with the next file' : 'Choose another file'}
          </Button>
        </Group>
      </Stack>
    </Alert>
  )
}

/** Why, in words; the file of a failure that may pass is kept. */
export function reason(failure: unknown): string {
  if (!(failure instanceof Problem)) return 'The browser could not read the file. It may have been moved or changed.'
  if (failure.status === 413) return 'The file is larger than 5 MiB, the most that Alex reads. Export fewer accounts at once.'
  if (failure.status === 422) return `${sentence(failure.message.replace(/^(body\.)?file: /, ''))}`
  return `${explain(failure)} You need not choose the file again.`
}

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`
