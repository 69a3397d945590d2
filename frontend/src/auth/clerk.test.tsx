import { render, screen } from '@testing-library/react'
import { act } from 'react'
import { createMemoryRouter, RouterProvider } from 'react-router'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { SiteConfig } from '@/api/site'
import { useAuth } from './adapter'

// Clerk itself needs an account: this stands in for its SDK.
const clerk = vi.hoisted(() => ({ state: {} as Record<string, unknown>, user: null as unknown }))
vi.mock('@clerk/react', () => ({
  ClerkProvider: ({ children }: { children: React.ReactNode }) => children,
  SignIn: () => null,
  SignUp: () => null,
  useAuth: () => clerk.state,
  useUser: () => ({ user: clerk.user }),
  useClerk: () => ({ openUserProfile: () => {} }),
}))

const { clerkAdapter } = await import('./clerk')
const site = { auth: { mode: 'clerk', publishableKey: 'pk_test_x' }, apiBase: '', demo: false, signup: 'open' } as SiteConfig
const getToken = vi.fn(async () => 'token')
let auth: ReturnType<typeof useAuth>

function Shown() {
  auth = useAuth()
  return <p>{`${auth.status} ${auth.user?.displayName ?? ''} ${auth.failure ?? ''}`}</p>
}

function open() {
  const router = createMemoryRouter([
    {
      path: '/',
      element: (
        <clerkAdapter.Provider site={site}>
          <Shown />
        </clerkAdapter.Provider>
      ),
    },
  ])
  render(<RouterProvider router={router} />)
}

beforeEach(() => {
  clerk.state = { isLoaded: false, getToken, signOut: vi.fn() }
  clerk.user = null
  getToken.mockClear()
})

describe('Clerk behind the seam', () => {
  it('is waited for, and then said to be out of reach', async () => {
    vi.useFakeTimers()
    open()
    expect(screen.getByText(/^loading/)).toBeInTheDocument()
    await act(() => vi.advanceTimersByTimeAsync(10_000))
    expect(screen.getByText(/^failed .*cannot be reached/)).toBeInTheDocument()
    vi.useRealTimers()
  })
  it('knows who is signed in', () => {
    clerk.state = { ...clerk.state, isLoaded: true, isSignedIn: true }
    clerk.user = { id: 'user_1', fullName: 'Ann Example', primaryEmailAddress: { emailAddress: 'ann@example.org' } }
    open()
    expect(screen.getByText('signed-in Ann Example')).toBeInTheDocument()
    expect(auth.user).toEqual({ id: 'user_1', displayName: 'Ann Example', email: 'ann@example.org', isDemo: false })
    expect(auth.tryDemo).toBeUndefined()
  })
  it('is asked for a fresh token where the last was refused', async () => {
    clerk.state = { ...clerk.state, isLoaded: true, isSignedIn: true }
    open()
    await auth.getToken()
    await auth.getToken(true)
    expect(getToken.mock.calls).toEqual([[{ skipCache: false }], [{ skipCache: true }]])
  })
  it('knows that nobody is', () => {
    clerk.state = { ...clerk.state, isLoaded: true, isSignedIn: false }
    open()
    expect(screen.getByText('signed-out')).toBeInTheDocument()
  })
})
