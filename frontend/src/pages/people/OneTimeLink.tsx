import { Alert, Code, Group, Text } from '@mantine/core'
import { CopyText } from '@/components/CopyText'
import { time } from '@/lib/format'
import classes from './People.module.css'
import { joinLink } from './roles'

/** The link of a new invitation, which the server tells this once. */
export function OneTimeLink({ code, expires }: { code: string | null; expires: string | null }) {
  if (!code) {
    return (
      <Alert color="yellow" role="status" title="The link cannot be shown again">
        It was made already, and is told once only. Withdraw this invitation above, and make another.
      </Alert>
    )
  }
  const link = joinLink(code)
  const isHere = /^(localhost|127\.|\[::1\])/.test(new URL(link).hostname)
  return (
    <Alert color="green" role="status" title="Send this link; it is shown this once">
      <Group gap="xs">
        <Code className={classes.link}>{link}</Code>
        <CopyText text={link} what="Copy the link" />
      </Group>
      <Text size="sm" mt="xs">
        It works for one person, until {time(expires)}. Whoever opens it, signs in and accepts sees your plan: send it as you
        would send a key.
      </Text>
      {isHere ? (
        <Text size="sm" mt="xs">
          It opens on this computer alone: Alex runs on it without an address that others can reach. Whoever runs Alex can give it
          one (ALEX_PUBLIC_URL).
        </Text>
      ) : null}
    </Alert>
  )
}
