import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'

type Props = { label: string; children: () => ReactNode }

/** The menu of one line. Of thousands of lines few are ever asked: until then there is a button alone. */
export function LineMenu({ label, children }: Props) {
  const [isOpen, setOpen] = useState(false)
  const [isAsked, setAsked] = useState(false)
  const button = (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={label}
      aria-haspopup="menu"
      onClick={
        isAsked
          ? undefined
          : () => {
              setAsked(true)
              setOpen(true)
            }
      }
    >
      <IconDots size={18} aria-hidden />
    </ActionIcon>
  )
  if (!isAsked) return button
  return (
    <Menu position="bottom-end" width={230} opened={isOpen} onChange={setOpen}>
      <Menu.Target>{button}</Menu.Target>
      <Menu.Dropdown>{children()}</Menu.Dropdown>
    </Menu>
  )
}
