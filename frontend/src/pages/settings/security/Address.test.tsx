import { Notifications, notifications } from '@mantine/notifications'
import { fireEvent, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it } from 'vitest'
import type { Address as Read } from '@/api/address'
import { open, serve } from '@/test/server'
import { Address } from './Address'

afterEach(() => notifications.clean())

const mine: Read = { email: 'ann@example.org', confirmed: true, waiting: '', hasPassword: true, letters: true }
const show = (address: Partial<Read>, asksForCode = false) =>
  open(
    <>
      <Notifications />
      <Address address={{ ...mine, ...address }} asksForCode={asksForCode} />
    </>,
  )

it.each<[string, Partial<Read>, RegExp, boolean]>([
  ['confirmed', {}, /It is confirmed/, false],
  ['not confirmed', { confirmed: false }, /not confirmed yet/, true],
  ['without letters', { confirmed: false, letters: false }, /sends no letters/, false],
  ['waiting', { waiting: 'new@example.org' }, /went to new@example.org.*until then ann@example.org stays/, true],
])('says how an address stands: %s', (_, address, says, sends) => {
  serve({})
  show(address)
  expect(screen.getByText(says)).toBeVisible()
  expect(screen.queryAllByRole('button', { name: 'Send the letter again' })).toHaveLength(sends ? 1 : 0)
  expect(screen.queryAllByRole('button', { name: 'Keep my present address' })).toHaveLength(address.waiting ? 1 : 0)
  expect(screen.getByRole('button', { name: 'Change address' })).toBeVisible()
})

it('withdraws a change that waits', async () => {
  const asked = serve({ 'DELETE /api/auth/email': { status: 204 } })
  show({ waiting: 'new@example.org' })
  await userEvent.click(screen.getByRole('button', { name: 'Keep my present address' }))
  expect(await screen.findByText('ann@example.org stays your address.')).toBeVisible()
  expect(asked).toHaveLength(1)
})

it('says that no letter is on its way where none can go', async () => {
  const detail = 'enough letters were sent; ask again in 15 minutes'
  serve({
    'POST /api/auth/email/letter': { status: 429, body: { title: 'Too Many Requests', status: 429, code: 'throttled', detail } },
  })
  show({ waiting: 'new@example.org' })
  await userEvent.click(screen.getByRole('button', { name: 'Send the letter again' }))
  expect(await screen.findByText(detail)).toBeVisible()
  expect(screen.queryByText(/on its way/)).toBeNull()
})

it('changes nothing of who signs in elsewhere', () => {
  serve({})
  show({ hasPassword: false })
  expect(screen.getByText(/changed where you sign in/)).toBeVisible()
  expect(screen.queryByRole('button')).toBeNull()
})

it('asks for the code of a second factor as well, and sends what was given', async () => {
  const asked = serve({ 'POST /api/auth/email': { body: { ...mine, waiting: 'new@example.org' } } })
  show({}, true)
  await userEvent.click(screen.getByRole('button', { name: 'Change address' }))
  const fill = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })
  await screen.findByLabelText('New e-mail address')
  fill('New e-mail address', ' new@example.org')
  fill('Password', 'a long password')
  await userEvent.click(screen.getByRole('button', { name: 'Send the letter' }))
  expect(await screen.findByText('Enter a code')).toBeVisible()
  expect(asked).toHaveLength(0)
  fill('Code', '123456')
  await userEvent.click(screen.getByRole('button', { name: 'Send the letter' }))
  await expect.poll(() => asked.length).toBe(1)
  expect(await asked[0]?.json()).toEqual({ email: 'new@example.org', password: 'a long password', code: '123456' })
})
