import { forgetSettings } from './preferences'

// Notes for a meeting, which are never sent: this browser has them for as long
// as who wrote them is signed in.

const prefix = 'alex.notes.'

/** Where the notes of a reader lie, on a plan. */
export const notesKey = (reader: string, plan: string) => `${prefix}${reader}.${plan}`

/** Forgets everybody's notes but one reader's; without a reader, all. */
export function forgetNotes(but?: string) {
  forgetSettings(prefix, (key) => but !== undefined && key.startsWith(`${prefix}${but}.`))
}
