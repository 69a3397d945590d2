import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import type { NamedPlan } from '@/api/plans'
import { DeletePlan } from './DeletePlan'
import { RenamePlan } from './RenamePlan'

/** What can be done with a kept plan. */
export function PlanMenu({ plan, onOpen }: { plan: NamedPlan; onOpen: () => void }) {
  const [doing, setDoing] = useState<'rename' | 'delete' | null>(null)
  const close = () => setDoing(null)
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" aria-label={`More for ${plan.name}`}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={onOpen}>Open on this page</Menu.Item>
          <Menu.Item onClick={() => setDoing('rename')}>Rename</Menu.Item>
          <Menu.Item c="red" onClick={() => setDoing('delete')}>
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {doing === 'rename' ? <RenamePlan plan={plan} onClose={close} /> : null}
      {doing === 'delete' ? <DeletePlan plan={plan} onClose={close} /> : null}
    </>
  )
}
