import { type ComponentType, lazy } from 'react'
import { matchRoutes, type RouteObject } from 'react-router'
import { BackToOwn } from './BackToOwn'
import { Public } from './Public'
import { SignOut } from './SignOut'
import { Trouble } from './Trouble'

// Each page is a chunk of its own, fetched when it is visited. React loads it and
// not the router, whose own lazy routes draw nothing where a chunk is missing.
function page(load: () => Promise<{ default: ComponentType }>): RouteObject {
  const Page = lazy(load)
  return { element: <Page />, errorElement: <Trouble />, handle: { load } }
}

const loadShell = async () => ({ default: (await import('./Shell')).Shell })
const Shell = lazy(loadShell)

/** Begins to fetch the code of an address, while it is still being found out who is here. */
export function prefetch(path: string) {
  for (const { route } of matchRoutes(routes, path) ?? []) void route.handle?.load?.().catch(() => {}) // the page says it
}

export const routes: RouteObject[] = [
  {
    element: <Public />,
    errorElement: <Trouble />,
    children: [
      { path: '/', ...page(() => import('@/pages/landing/Landing')) },
      { path: '/sign-in', ...page(() => import('@/pages/sign-in/SignIn')) },
      { path: '/sign-up', ...page(() => import('@/pages/sign-in/SignUp')) },
      { path: '/reset', ...page(() => import('@/pages/sign-in/Reset')) },
      { path: '/confirm', ...page(() => import('@/pages/sign-in/Confirm')) },
      { path: '/mail/stop', ...page(() => import('@/pages/mail/StopMail')) },
      { path: '/sign-out', element: <SignOut /> },
      { path: '/own', element: <BackToOwn /> },
      { path: '/admin', ...page(() => import('@/pages/admin/Admin')) },
    ],
  },
  {
    element: <Shell />,
    errorElement: <Trouble />,
    handle: { load: loadShell },
    children: [
      { path: '/onboarding', ...page(() => import('@/pages/onboarding/Onboarding')) },
      { path: '/dashboard', ...page(() => import('@/pages/dashboard/Dashboard')) },
      { path: '/portfolio', ...page(() => import('@/pages/portfolio/PortfolioPage')) },
      { path: '/rebalance', ...page(() => import('@/pages/rebalance/Rebalance')) },
      { path: '/analysis/:jobId', ...page(() => import('@/pages/analysis/Analysis')) },
      { path: '/retirement', ...page(() => import('@/pages/retirement/Retirement')) },
      { path: '/reports', ...page(() => import('@/pages/reports/Reports')) },
      { path: '/reports/:id', ...page(() => import('@/pages/reports/ReportPage')) },
      { path: '/research', ...page(() => import('@/pages/research/Research')) },
      { path: '/people', ...page(() => import('@/pages/people/People')) },
      { path: '/join', ...page(() => import('@/pages/people/Join')) },
      { path: '/settings', ...page(() => import('@/pages/settings/Settings')) },
      { path: '*', ...page(() => import('@/pages/NotFound')) },
    ],
  },
]
