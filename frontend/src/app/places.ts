import {
  IconChartHistogram,
  IconFileText,
  IconLayoutDashboard,
  IconScale,
  IconSettings,
  IconUsers,
  IconWallet,
} from '@tabler/icons-react'

/** The places of the shell, in the order of the rail; the first four and More make up the bar of a phone. */
export const places = [
  { path: '/dashboard', label: 'Dashboard', icon: IconLayoutDashboard },
  { path: '/portfolio', label: 'Portfolio', icon: IconWallet },
  { path: '/retirement', label: 'Retirement', icon: IconChartHistogram },
  { path: '/reports', label: 'Reports', icon: IconFileText },
  { path: '/rebalance', label: 'Rebalance', icon: IconScale },
  { path: '/people', label: 'People', icon: IconUsers },
  { path: '/settings', label: 'Settings', icon: IconSettings },
] as const
