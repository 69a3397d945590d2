import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { open, serve } from '@/test/server'
import StopMail from './StopMail'

it('stops the letters by the token of the link, after one press', async () => {
  const asked = serve({ 'POST /api/mail/stop': { body: null } })
  open(<StopMail />, '/mail/stop#sealed-token')
  expect(asked).toHaveLength(0)
  await userEvent.click(screen.getByRole('button', { name: 'Stop the monthly reviews' }))
  expect(await screen.findByText('They are stopped')).toBeVisible()
  expect(await asked[0]?.json()).toEqual({ token: 'sealed-token' })
})

it('says what to do with a link that is cut short', () => {
  serve({})
  open(<StopMail />, '/mail/stop')
  expect(screen.queryByRole('button')).toBeNull()
  expect(screen.getByText(/cut short/)).toBeVisible()
})

it('says that a token is refused', async () => {
  serve({ 'POST /api/mail/stop': { status: 422, body: { status: 422, detail: 'token: is not one of a letter', errors: [] } } })
  open(<StopMail />, '/mail/stop#x')
  await userEvent.click(screen.getByRole('button'))
  expect(await screen.findByText(/not stopped/)).toBeVisible()
  expect(screen.getByText(/Open it from the letter again/)).toBeVisible()
})
