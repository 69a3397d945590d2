// A table as text for a spreadsheet (RFC 4180). A cell that a spreadsheet would
// take for a formula is quoted with an apostrophe, as the server does; a plain
// negative number stays a number.

const formula = /^[=+\-@\t\r]/
const plainNumber = /^-?\d+(\.\d+)?$/

function cell(text: string): string {
  const safe = formula.test(text) && !plainNumber.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export const csvOf = (rows: readonly (readonly string[])[]) => rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')

/** Saves text as a file of the browser. */
export function saveText(name: string, type: string, text: string) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
