import { Modal } from '@mantine/core'
import { useState } from 'react'
import { Ask } from './Ask'

/** The question box on top of any page; what was typed elsewhere is asked at once. */
export default function AskDialog({ first, onClose }: { first: string; onClose: () => void }) {
  const [isOpen, setOpen] = useState(true)
  const close = () => setOpen(false)
  return (
    <Modal opened={isOpen} onClose={close} onExitTransitionEnd={onClose} title="Ask Alex" size="lg">
      <Ask first={first} onLeave={close} />
    </Modal>
  )
}
