import {
  IconBooks,
  IconChartHistogram,
  IconFileText,
  IconLayoutDashboard,
  IconScale,
  IconSettings,
  IconUsers,
  IconWallet,
  type TablerIcon,
} from '@tabler/icons-react'
import { useResearch } from '@/api/site'

export type Place = { path: string; label: string; icon: TablerIcon; keywords?: string[] }

const research = { path: '/research', label: 'Research', icon: IconBooks, keywords: ['texts', 'quotations', 'background'] }

/** The places of the shell, in the order of the rail; the first four and More make up the bar of a phone. */
const places: Place[] = [
  { path: '/dashboard', label: 'Dashboard', icon: IconLayoutDashboard },
  { path: '/portfolio', label: 'Portfolio', icon: IconWallet },
  { path: '/retirement', label: 'Retirement', icon: IconChartHistogram },
  { path: '/reports', label: 'Reports', icon: IconFileText },
  research,
  { path: '/rebalance', label: 'Rebalance', icon: IconScale },
  { path: '/people', label: 'People', icon: IconUsers },
  { path: '/settings', label: 'Settings', icon: IconSettings },
]

/** The places that there are here: no research where no texts are kept. */
export function usePlaces(): Place[] {
  const isKept = useResearch()
  return isKept ? places : places.filter((place) => place !== research)
}
