/** A message of the server as it stands alone: "must be above zero" → "Must be above zero". */
export const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** The messages of a form's fields. */
export const capitals = (fields: Record<string, string>) =>
  Object.fromEntries(Object.entries(fields).map(([name, message]) => [name, capital(message)]))
