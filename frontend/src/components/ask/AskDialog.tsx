import { Dialog } from '../Dialog'
import { Ask } from './Ask'

/** The question box on top of any page; what was typed elsewhere is asked at once. */
export default function AskDialog({ first, onClose }: { first: string; onClose: () => void }) {
  return (
    <Dialog onClose={onClose} title="Ask Alex" size="lg">
      <Ask first={first} onLeave={onClose} />
    </Dialog>
  )
}
