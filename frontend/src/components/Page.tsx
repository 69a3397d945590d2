import { Container, Group, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'

type Props = {
  title: string
  /** One line under the title. */
  lead?: ReactNode
  /** Buttons beside the title. */
  actions?: ReactNode
  /** 'wide' for tables and dashboards, 'text' for what is read. */
  width?: 'wide' | 'text'
  children: ReactNode
}

/** The frame of every page inside the shell: its heading, the document's title, and one column. */
export function Page({ title, lead, actions, width = 'wide', children }: Props) {
  useDocumentTitle(title)
  return (
    <Container size={width === 'wide' ? 1180 : 820} px={0}>
      <Stack gap="lg">
        <Group justify="space-between" align="flex-end" gap="sm">
          <div>
            <Title order={1}>{title}</Title>
            {lead ? (
              <Text c="dimmed" mt={4} component="div">
                {lead}
              </Text>
            ) : null}
          </div>
          {actions ? (
            <Group gap="xs" className="no-print">
              {actions}
            </Group>
          ) : null}
        </Group>
        {children}
      </Stack>
    </Container>
  )
}

export function useDocumentTitle(title: string) {
  useEffect(() => {
    document.title = title === 'Alex' ? title : `${title} · Alex`
  }, [title])
}
