import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, it, vi } from 'vitest'
import { open } from '@/test/server'
import { Confirm } from './Confirm'
import { Dialog } from './Dialog'

type Opened = 'dialog' | 'question'

function Page() {
  const [opened, setOpened] = useState<Opened>()
  const close = () => setOpened(undefined)
  return (
    <>
      <button type="button" onClick={() => setOpened('dialog')}>
        Open the dialog
      </button>
      <button type="button" onClick={() => setOpened('question')}>
        Open the question
      </button>
      {opened === 'dialog' ? (
        <Dialog onClose={close} title="A dialog" closeButtonProps={{ 'aria-label': 'Close' }}>
          <input aria-label="Name" data-autofocus />
        </Dialog>
      ) : null}
      {opened === 'question' ? (
        <Confirm close={close} title="Delete?" act="Delete" run={vi.fn()} onDone={vi.fn()}>
          It cannot be undone.
        </Confirm>
      ) : null}
    </>
  )
}

it.each([
  ['Open the dialog', 'Name', '{Escape}'],
  ['Open the question', 'Cancel', '{Enter}'],
])('takes the focus and gives it back: %s', async (opens, first, leaves) => {
  const user = userEvent.setup()
  open(<Page />)
  const opener = screen.getByRole('button', { name: opens })
  await user.click(opener)
  await screen.findByRole('dialog')
  await vi.waitFor(() =>
    expect(document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent).toBe(first),
  )
  await user.keyboard(leaves)
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(document.activeElement).toBe(opener)
})
