import { Alert, Code, Group, Stack, Text } from '@mantine/core'
import type { NewAccessKey } from '@/api/keys'
import { CopyText } from '@/components/CopyText'
import classes from './Assistants.module.css'
import { addressConfig, commandConfig } from './snippets'

/** A new key, which the server tells this once, and how an assistant is given it. */
export function KeyShown({ made }: { made: NewAccessKey }) {
  if (!made.key) {
    return (
      <Alert color="yellow" role="status" title="The key cannot be shown again">
        It was made already, and is told once only. End this key, and make another.
      </Alert>
    )
  }
  return (
    <Stack gap="md">
      <Alert color="green" role="status" title="Your key; it is shown this once">
        <Copied text={made.key} what="Copy the key" />
      </Alert>
      <div>
        <Text size="sm" mb={4}>
          For an assistant on the computer that Alex runs on, in its list of MCP servers:
        </Text>
        <Copied text={commandConfig(made.key)} what="Copy for this computer" isBlock />
        <Text size="xs" c="dimmed" mt={4}>
          Put in two whole paths: of the program, and of the folder where it keeps its data.
        </Text>
      </div>
      <div>
        <Text size="sm" mb={4}>
          For one that asks over the network:
        </Text>
        <Copied text={addressConfig(made.key, location.origin)} what="Copy for the network" isBlock />
      </div>
      <Text size="sm">Whoever has the key reads what it lets read: keep it as you would keep a password.</Text>
    </Stack>
  )
}

function Copied({ text, what, isBlock = false }: { text: string; what: string; isBlock?: boolean }) {
  return (
    <Group gap="xs">
      <Code block={isBlock} className={isBlock ? classes.block : classes.key}>
        {text}
      </Code>
      <CopyText text={text} what={what} />
    </Group>
  )
}
