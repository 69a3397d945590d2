import { useMantineColorScheme } from '@mantine/core'
import {
  IconDeviceDesktop,
  IconEye,
  IconEyeOff,
  IconFileImport,
  IconLogout,
  IconMoon,
  IconPlayerPlay,
  IconSun,
  type TablerIcon,
} from '@tabler/icons-react'
import { useNavigate } from 'react-router'
import { may } from '@/api/acting'
import { useAnalyze } from '@/components/useAnalyze'
import { usePrivacy } from '@/lib/preferences'
import { usePlaces } from './places'

/** One thing that the palette does. Keywords are found too, though they are not shown. */
export type Command = { id: string; label: string; icon: TablerIcon; keywords?: string[]; run: () => void }
export type CommandGroup = { group: string; commands: Command[] }

/** What the palette offers, in its order. A further group is one more entry of this list. */
export function useCommands(): CommandGroup[] {
  return [usePages(), useActions(), useThemes()]
}

/** The commands that have every word of the query in their label or keywords. */
export function matching(groups: readonly CommandGroup[], query: string): CommandGroup[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const fits = ({ label, keywords = [] }: Command) => {
    const text = [label, ...keywords].join(' ').toLowerCase()
    return words.every((word) => text.includes(word))
  }
  return groups
    .map(({ group, commands }) => ({ group, commands: commands.filter(fits) }))
    .filter(({ commands }) => commands.length > 0)
}

function usePages(): CommandGroup {
  const navigate = useNavigate()
  const places = usePlaces()
  return {
    group: 'Pages',
    commands: places.map(({ path, label, icon, keywords }) => ({ id: path, label, icon, keywords, run: () => navigate(path) })),
  }
}

function useActions(): CommandGroup {
  const navigate = useNavigate()
  const { analyze } = useAnalyze()
  const [isPrivate, setPrivate] = usePrivacy()
  const edits: Command[] = [
    { id: 'analyze', label: 'Analyze', icon: IconPlayerPlay, keywords: ['report', 'run'], run: analyze },
    {
      id: 'import',
      label: 'Import a file',
      icon: IconFileImport,
      keywords: ['broker', 'csv', 'upload'],
      run: () => navigate('/portfolio?import=1'),
    },
  ]
  return {
    group: 'Actions',
    commands: [
      ...(may().edit ? edits : []),
      {
        id: 'privacy',
        label: isPrivate ? 'Show amounts' : 'Hide amounts',
        icon: isPrivate ? IconEye : IconEyeOff,
        keywords: ['privacy'],
        run: () => setPrivate(!isPrivate),
      },
      { id: 'sign-out', label: 'Sign out', icon: IconLogout, keywords: ['log out'], run: () => navigate('/sign-out') },
    ],
  }
}

function useThemes(): CommandGroup {
  const { setColorScheme } = useMantineColorScheme()
  const theme = (scheme: 'light' | 'dark' | 'auto', label: string, icon: TablerIcon): Command => ({
    id: `theme-${scheme}`,
    label,
    icon,
    keywords: ['theme', 'appearance'],
    run: () => setColorScheme(scheme),
  })
  return {
    group: 'Theme',
    commands: [
      theme('light', 'Light theme', IconSun),
      theme('dark', 'Dark theme', IconMoon),
      theme('auto', 'Theme of the system', IconDeviceDesktop),
    ],
  }
}
