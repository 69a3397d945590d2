import '@mantine/spotlight/styles.css'
import { Spotlight, spotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useCommands } from './useCommands'

/** The command palette: go anywhere, do the common things. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const groups = useCommands()
  useEffect(() => spotlight.open(), [])
  return (
    <Spotlight
      actions={groups.map(({ group, commands }) => ({
        group,
        actions: commands.map(({ icon: Icon, run, ...command }) => ({
          ...command,
          leftSection: <Icon size={18} stroke={1.7} aria-hidden />,
          onClick: run,
        })),
      }))}
      shortcut={null}
      onSpotlightClose={onClose}
      nothingFound="Nothing by that name"
      highlightQuery
      scrollable
      maxHeight={420}
      searchProps={{
        placeholder: 'Go to a page, or do something',
        leftSection: <IconSearch size={18} aria-hidden />,
        'aria-label': 'Find or ask',
      }}
    />
  )
}
