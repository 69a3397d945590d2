import {
  ClerkProvider,
  SignIn as ClerkSignIn,
  SignUp as ClerkSignUp,
  useClerk,
  useAuth as useClerkAuth,
  useUser,
} from '@clerk/react'
import { Menu } from '@mantine/core'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { useNavigate } from 'react-router'
import { type Auth, type AuthAdapter, AuthContext, type ProviderProps, type SignInProps } from './adapter'

// How long Clerk may take to load before the page says that it cannot be reached.
const patience = 10_000

/** Accounts that Clerk keeps. The only file that knows Clerk. */
export const clerkAdapter: AuthAdapter = {
  kind: 'clerk',
  Provider,
  SignIn: ({ returnTo }: SignInProps) => <ClerkSignIn routing="hash" forceRedirectUrl={returnTo} signUpUrl="/sign-up" />,
  SignUp: ({ returnTo }: SignInProps) => <ClerkSignUp routing="hash" forceRedirectUrl={returnTo} signInUrl="/sign-in" />,
  UserMenuItems,
}

function Provider({ site, children }: ProviderProps) {
  const navigate = useNavigate()
  return (
    <ClerkProvider
      publishableKey={site.auth.publishableKey ?? ''}
      afterSignOutUrl="/"
      signInUrl="/sign-in"
      signUpUrl="/sign-up"
      routerPush={(to) => navigate(to)}
      routerReplace={(to) => navigate(to, { replace: true })}
    >
      <Bridge>{children}</Bridge>
    </ClerkProvider>
  )
}

/** Clerk's state in the words of the seam. */
function Bridge({ children }: { children: ReactNode }) {
  const { isLoaded, isSignedIn, getToken, signOut } = useClerkAuth()
  const { user } = useUser()
  const [isLate, setLate] = useState(false)

  useEffect(() => {
    if (isLoaded) return
    const timer = setTimeout(() => setLate(true), patience)
    return () => clearTimeout(timer)
  }, [isLoaded])

  const auth = useMemo<Auth>(() => {
    const status: Auth['status'] = isLoaded ? (isSignedIn ? 'signed-in' : 'signed-out') : isLate ? 'failed' : 'loading'
    return {
      status,
      failure:
        status === 'failed'
          ? 'The sign-in service (Clerk) cannot be reached. Your data is safe; try again in a little while.'
          : undefined,
      user: user
        ? { id: user.id, displayName: user.fullName ?? '', email: user.primaryEmailAddress?.emailAddress ?? '', isDemo: false }
        : null,
      getToken: (renewed) => getToken({ skipCache: renewed ?? false }),
      signOut: () => signOut(),
    }
  }, [isLoaded, isSignedIn, isLate, user, getToken, signOut])
  return <AuthContext value={auth}>{children}</AuthContext>
}

function UserMenuItems() {
  const clerk = useClerk()
  return <Menu.Item onClick={() => clerk.openUserProfile()}>Manage account</Menu.Item>
}
