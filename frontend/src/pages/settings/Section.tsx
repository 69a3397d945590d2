import { Text } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import type { ReactNode } from 'react'
import { Panel } from '@/components/Panel'
import type { SettingsForm } from './form'

/** What a section of the form is given. */
export type SectionProps = { form: UseFormReturnType<SettingsForm> }

export function Section({ id, title, lead, children }: { id: string; title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <div id={id}>
      <Panel title={title}>
        {lead ? (
          <Text size="sm" c="dimmed" mb="md">
            {lead}
          </Text>
        ) : null}
        {children}
      </Panel>
    </div>
  )
}
