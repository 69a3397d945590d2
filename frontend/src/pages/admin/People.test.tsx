import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { operator } from '@/api/admin'
import { AdapterContext, type AuthAdapter } from '@/auth'
import { open, serve } from '@/test/server'
import { People } from './People'

const nothing = () => null
const adapter = (kind: AuthAdapter['kind']): AuthAdapter => ({
  kind,
  Provider: nothing,
  SignIn: nothing,
  SignUp: nothing,
  UserMenuItems: nothing,
})

const ann = {
  id: 'ann',
  email: 'ann@example.org',
  displayName: 'Ann',
  state: 'active',
  createdAt: '2026-11-01T00:00:00Z',
  disabledAt: null,
  lastSeenAt: null,
  hasPassword: false,
  secondFactor: false,
  accounts: 1,
  positions: 2,
  jobs: 1,
  tokens: 1,
  cost: '0.000000',
  quotas: { dailyAnalyses: null, dailyCost: null, dailyTokens: null, reports: 500 },
}

it.each([
  ['local', 1],
  ['clerk', 0],
] as const)('offers to end sessions where Alex keeps them: %s', async (kind, offers) => {
  serve({ 'GET /api/admin/people': { body: { items: [ann], nextCursor: null } } })
  open(
    <AdapterContext value={adapter(kind)}>
      <People desk={operator('key')} />
    </AdapterContext>,
  )
  expect(await screen.findByText('1 account, 2 positions, 1 analysis')).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Act for ann@example.org' }))
  await screen.findByRole('menuitem', { name: 'Disable' })
  expect(screen.queryAllByRole('menuitem', { name: 'Sign out everywhere' })).toHaveLength(offers)
  expect(screen.queryAllByText(/their sessions are ended there/)).toHaveLength(1 - offers)
})
