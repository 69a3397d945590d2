import type { SyntheticEvent } from 'react'

/** A form in a dialog of Settings: its submission is not one of the settings behind it. */
export const apart = (submit: (e: SyntheticEvent<HTMLFormElement>) => void) => (e: SyntheticEvent<HTMLFormElement>) => {
  e.stopPropagation()
  submit(e)
}
