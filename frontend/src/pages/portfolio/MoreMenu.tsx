import { ActionIcon, Menu } from '@mantine/core'
import { IconDotsVertical } from '@tabler/icons-react'
import { may } from '@/api/acting'
import type { Dialog } from './dialog'

/** What is done rarely with a whole portfolio. */
export function MoreMenu({ show }: { show: (dialog: Dialog) => void }) {
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <ActionIcon variant="default" size={36} aria-label="More for the portfolio">
          <IconDotsVertical size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => show({ kind: 'account' })}>Add an account</Menu.Item>
        {may().own ? (
          <>
            <Menu.Item onClick={() => show({ kind: 'sample' })}>Add the sample household</Menu.Item>
            <Menu.Divider />
            <Menu.Item color="var(--alex-bad)" onClick={() => show({ kind: 'clear' })}>
              Clear the portfolio
            </Menu.Item>
          </>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  )
}
