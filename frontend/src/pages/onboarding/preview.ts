import type { Preview } from '@/api/imports'

const count = (preview: Preview, status: string) => preview.rows.filter((r) => r.status === status).length

/** Whether every row was read without doubt. */
export const isClean = (preview: Preview) => preview.warnings.length === 0 && troubles(preview) === null

/** What the rows leave to look at, in a sentence. */
export function troubles(preview: Preview): string | null {
  const kinds = [
    [count(preview, 'error'), 'not readable, left out'],
    [count(preview, 'warning'), 'worth a look'],
    [count(preview, 'duplicate'), 'twice in the file'],
  ] as const
  const said = kinds.filter(([n]) => n > 0).map(([n, what]) => `${n} ${n === 1 ? 'row' : 'rows'}: ${what}`)
  return said.length > 0 ? `${said.join('; ')}.` : null
}
