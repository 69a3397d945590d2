import { Group, Paper, Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import classes from './Panel.module.css'

type Props = { title: string; action?: ReactNode; children: ReactNode; className?: string }

/** A titled surface on a page: a region that a screen reader can jump to. */
export function Panel({ title, action, children, className }: Props) {
  const id = useId()
  return (
    <Paper component="section" aria-labelledby={id} p="md" className={`${classes.panel} ${className ?? ''}`}>
      <Group justify="space-between" mb="sm" gap="xs" wrap="nowrap" align="flex-start">
        <Title order={2} id={id}>
          {title}
        </Title>
        {action}
      </Group>
      {children}
    </Paper>
  )
}
