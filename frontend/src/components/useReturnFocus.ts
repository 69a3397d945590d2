import { useEffect, useState } from 'react'
import { focusTrail, giveFocusBack } from '@/lib/focus'

/** Gives the focus back, when this goes, to what had it when it came: what opens with its first drawing returns none by itself. */
export function useReturnFocus() {
  const [before] = useState(focusTrail)
  useEffect(() => () => giveFocusBack(before), [before])
}
