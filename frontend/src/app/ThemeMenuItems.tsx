import { Menu, useMantineColorScheme } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'

const schemes = [
  ['light', 'Light theme'],
  ['dark', 'Dark theme'],
  ['auto', 'Theme of the system'],
] as const

export function ThemeMenuItems() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return schemes.map(([scheme, label]) => (
    <Menu.Item
      key={scheme}
      role="menuitemradio"
      aria-checked={colorScheme === scheme}
      rightSection={colorScheme === scheme ? <IconCheck size={16} aria-hidden /> : null}
      onClick={() => setColorScheme(scheme)}
    >
      {label}
    </Menu.Item>
  ))
}
