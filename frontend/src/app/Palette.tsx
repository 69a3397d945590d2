import '@mantine/spotlight/styles.css'
import { Spotlight, spotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { matching, useCommands } from './useCommands'

// A list that scrolls has to be within reach of the keyboard. Its type leaves
// out that it hands these on to the area that scrolls.
const reachable: object = { viewportProps: { tabIndex: 0 } }

/** The command palette: go anywhere, do the common things. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const [query, setQuery] = useState('')
  const groups = matching(useCommands(), query)
  useEffect(() => spotlight.open(), [])
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      onSpotlightClose={onClose}
      scrollable
      maxHeight={460}
      attributes={{ content: { 'aria-label': 'Find or ask' } }}
    >
      <Spotlight.Search
        placeholder="Go to a page, or do something"
        leftSection={<IconSearch size={18} aria-hidden />}
        aria-label="Find or ask"
      />
      <Spotlight.ActionsList {...reachable}>
        {groups.map(({ group, commands }) => (
          <Spotlight.ActionsGroup label={group} key={group}>
            {commands.map(({ id, label, icon: Icon, run }) => (
              <Spotlight.Action
                key={id}
                label={label}
                leftSection={<Icon size={18} stroke={1.7} aria-hidden />}
                onClick={run}
                highlightQuery
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {groups.length === 0 ? <Spotlight.Empty>Nothing by that name</Spotlight.Empty> : null}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}
