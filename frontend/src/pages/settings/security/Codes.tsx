import { Button, Group, Stack, Text } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import classes from './security.module.css'

/** Recovery codes, which are shown this once, after what was done. */
export function Codes({ codes, done, close }: { codes: string[]; done: string; close: () => void }) {
  const [isCopied, setCopied] = useState(false)
  const head = useRef<HTMLParagraphElement>(null)
  useEffect(() => head.current?.focus(), [])
  return (
    <Stack data-codes>
      <Text ref={head} tabIndex={-1} className={classes.head}>
        {done} These are your recovery codes: keep them where you find them without your phone.
      </Text>
      <Text size="sm">They are shown this once. Each is good once, in place of a code of the app.</Text>
      <ol className={classes.codes} aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <Group gap="xs" className={classes.actions}>
        <Button
          variant="default"
          onClick={() =>
            void navigator.clipboard.writeText(`${codes.join('\n')}\n`).then(
              () => setCopied(true),
              () => setCopied(false),
            )
          }
        >
          {isCopied ? 'Copied' : 'Copy'}
        </Button>
        <Button variant="default" onClick={() => window.print()}>
          Print
        </Button>
        <Button ml="auto" onClick={close}>
          I have kept them
        </Button>
      </Group>
    </Stack>
  )
}
