import { Modal, type ModalProps } from '@mantine/core'
import { useReturnFocus } from './useReturnFocus'

/** A dialog that is open for as long as it is drawn, and then gives the focus back. */
export function Dialog(props: Omit<ModalProps, 'opened'>) {
  useReturnFocus()
  return <Modal opened {...props} />
}
