import { MantineProvider } from '@mantine/core'
import { QueryClientProvider, useQueryClient } from '@tanstack/react-query'
import { Suspense, useLayoutEffect, useRef, useState } from 'react'
import { createBrowserRouter, Outlet, RouterProvider } from 'react-router'
import { actFor, readActing } from '@/api/acting'
import { configureClient } from '@/api/client'
import { newQueryClient } from '@/api/query'
import { type SiteConfig, SiteContext } from '@/api/site'
import { AdapterContext, type AuthAdapter, useAdapter, useAuth } from '@/auth'
import { forgetNotes } from '@/lib/notes'
import { dropSecret } from '@/lib/secretLink'
import { Connection } from './Connection'
import { routes } from './routes'
import { theme, variables } from './theme'

type Props = { site: SiteConfig; adapter: AuthAdapter }

export function App({ site, adapter }: Props) {
  const [client] = useState(newQueryClient)
  const [router] = useState(() => {
    configureClient({ base: site.apiBase })
    readActing()
    // The provider stands inside of the router: Clerk's needs to navigate.
    return createBrowserRouter([{ element: <Root site={site} />, children: routes }])
  })
  return (
    <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto">
      <QueryClientProvider client={client}>
        <AdapterContext value={adapter}>
          <Connection />
          <RouterProvider router={router} />
        </AdapterContext>
      </QueryClientProvider>
    </MantineProvider>
  )
}

/** Who is signed in, around every route. */
function Root({ site }: { site: SiteConfig }) {
  const { Provider } = useAdapter()
  return (
    <Provider site={site}>
      <Tokens />
      <SiteContext value={site}>
        <Person />
      </SiteContext>
    </Provider>
  )
}

/** The routes, of one person: when another takes their place, nothing that was read or typed stays. */
function Person() {
  const { status, user } = useAuth()
  const id = user?.id ?? null
  useOwnNotes(status === 'signed-out' ? '' : id)
  const client = useQueryClient()
  const last = useRef(id)
  const [turn, setTurn] = useState(0)
  useLayoutEffect(() => {
    const before = last.current
    last.current = id
    const isOther = before !== null && before !== id
    const acting = readActing()
    if (!isOther && (id === null || !acting || acting.by === id)) return
    actFor(client, null)
    if (isOther) dropSecret('join')
    if (id !== null) setTurn((n) => n + 1)
  }, [id, client])
  return (
    <Suspense key={turn} fallback={<span />}>
      <Outlet />
    </Suspense>
  )
}

/** Notes go when their reader does. It is not known yet who is here where id is null; nobody is where it is empty. */
function useOwnNotes(id: string | null) {
  useLayoutEffect(() => {
    if (id !== null) forgetNotes(id || undefined)
  }, [id])
}

/** Gives every request the token of whoever is signed in. */
function Tokens() {
  const { getToken, signOut } = useAuth()
  configureClient({ token: (renewed) => getToken(renewed), onSignedOut: () => void signOut() })
  return null
}
