import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { open, type Routes, serve } from '@/test/server'
import { AddText } from './AddText'

const path = 'POST /api/research/documents'
const close = vi.fn()

/** Types a text and adds it, where the server answers so. */
async function add(answer: Routes[string]) {
  close.mockReset()
  const asked = serve({ [path]: answer })
  open(<AddText close={close} />)
  await userEvent.type(await screen.findByRole('textbox', { name: 'Text' }), 'Bonds.')
  await press()
  return asked
}
const press = () => userEvent.click(screen.getByRole('button', { name: 'Add' }))
const field = (name: string) => screen.getByLabelText(name)

describe('adding a text', () => {
  it('says what is wrong at the field', async () => {
    await add({ status: 422, body: { detail: 'refused', errors: [{ location: 'publishedOn', message: 'is no day' }] } })
    expect(await screen.findByText('Is no day')).toBeVisible()
    expect(field('Published on')).toBeInvalid()
    expect(screen.queryByRole('alert')).toBeNull()
    expect(close).not.toHaveBeenCalled()
  })

  it('says at the text that it is too long', async () => {
    await add({ status: 413, body: { detail: 'the body is larger than 1 MiB' } })
    expect(await screen.findByText('The body is larger than 1 MiB')).toBeVisible()
    expect(screen.getByRole('textbox', { name: 'Text' })).toBeInvalid()
  })

  it('says what is of no field, and sends the same key again', async () => {
    let turn = 0
    const asked = await add(() => (turn++ === 0 ? { status: 503, body: { detail: 'away' } } : { status: 201, body: { id: 'd' } }))
    expect(await screen.findByText(/adding it again makes no second one/)).toBeVisible()
    await press()
    await waitFor(() => expect(close).toHaveBeenCalledOnce())
    const keys = asked.map((r) => r.headers.get('Idempotency-Key'))
    expect(keys).toHaveLength(2)
    expect(new Set(keys).size).toBe(1)
    expect(await asked[1]?.json()).toEqual({ title: '', text: 'Bonds.' })
  })

  it('tells of the most that is kept in the server’s words', async () => {
    await add({ status: 409, body: { detail: '200 texts are the most that are kept of your own: delete some first' } })
    expect(await screen.findByText(/^200 texts are the most/)).toBeVisible()
  })
})
