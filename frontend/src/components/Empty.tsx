import { Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

type Props = { title: string; text: string; children?: ReactNode; icon?: ReactNode }

/** What stands where there is nothing yet: why, and what to do. */
export function Empty({ title, text, children, icon }: Props) {
  return (
    <Stack align="center" ta="center" py="xl" gap="xs">
      {icon}
      <Title order={2}>{title}</Title>
      <Text c="dimmed" maw="32rem">
        {text}
      </Text>
      {children}
    </Stack>
  )
}
