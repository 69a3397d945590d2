import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { beforeAll, expect, it, vi } from 'vitest'
import { watchFocus } from '@/lib/focus'
import { open } from '@/test/server'
import { Confirm } from './Confirm'
import { Dialog } from './Dialog'

beforeAll(watchFocus)

type Opened = 'dialog' | 'question'

// Buttons open dialogs; so does an item of a menu, and a button of another
// dialog, which are gone when it closes.
function Page() {
  const [opened, setOpened] = useState<Opened>()
  const [isMenu, setMenu] = useState(false)
  const close = () => setOpened(undefined)
  return (
    <>
      <button type="button" onClick={() => setOpened('dialog')}>
        Open the dialog
      </button>
      <button type="button" onClick={() => setOpened('question')}>
        Open the question
      </button>
      <button type="button" onClick={() => setMenu(true)}>
        Open the menu
      </button>
      {isMenu ? (
        <button
          type="button"
          onClick={() => {
            setMenu(false)
            setOpened('question')
          }}
        >
          An item
        </button>
      ) : null}
      {opened === 'dialog' ? (
        <Dialog onClose={close} title="A dialog" closeButtonProps={{ 'aria-label': 'Close' }}>
          <input aria-label="Name" data-autofocus />
          <button type="button">Elsewhere</button>
          <button type="button" onClick={() => setOpened('question')}>
            Next
          </button>
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

const inFocus = () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }))

it.each([
  ['from a button', ['Open the dialog'], 'Name', '{Escape}'],
  ['by its own button', ['Open the question'], 'Cancel', '{Enter}'],
  ['from a menu', ['Open the menu', 'An item'], 'Cancel', '{Escape}'],
  ['after another', ['Open the dialog', 'Next'], 'Cancel', '{Escape}'],
  ['after a long walk', ['Open the dialog', ...Array<string>(30).fill('Elsewhere'), 'Next'], 'Cancel', '{Escape}'],
])('takes the focus and gives it back: %s', async (_, steps, first, leaves) => {
  open(<Page />)
  const opener = screen.getByRole('button', { name: steps[0] })
  for (const step of steps) await press(step)
  await vi.waitFor(() => expect(inFocus()).toBe(first))
  await userEvent.keyboard(leaves)
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(document.activeElement).toBe(opener)
})
