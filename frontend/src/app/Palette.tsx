import '@mantine/spotlight/styles.css'
import { Spotlight, spotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useNavigate } from 'react-router'
import { places } from './places'

/** The command palette: go anywhere, do the common things. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate()
  useEffect(() => spotlight.open(), [])
  const actions = places.map(({ path, label, icon: Icon }) => ({
    id: path,
    label,
    leftSection: <Icon size={18} aria-hidden />,
    onClick: () => navigate(path),
  }))
  return (
    <Spotlight
      actions={actions}
      shortcut={null}
      onSpotlightClose={onClose}
      nothingFound="Nothing by that name"
      searchProps={{
        placeholder: 'Go to a page',
        leftSection: <IconSearch size={18} aria-hidden />,
        'aria-label': 'Find or ask',
      }}
    />
  )
}
