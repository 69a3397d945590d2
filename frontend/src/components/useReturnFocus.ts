import { useEffect, useState } from 'react'

/** Gives the focus back, when this goes, to what had it when it came: what opens with its first drawing returns none by itself. */
export function useReturnFocus() {
  const [opener] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus()
    },
    [opener],
  )
}
