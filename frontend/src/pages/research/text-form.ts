import { Problem } from '@/api/problem'
import type { TextInput } from '@/api/research'
import { capital, capitals } from '@/lib/capital'

/** What a person fills in. */
export type Values = { title: string; text: string; source: string; publishedOn: string }

export const nothing: Values = { title: '', text: '', source: '', publishedOn: '' }

/** As the API takes it: what is empty is not said. */
export const inputOf = ({ title, text, source, publishedOn }: Values): TextInput => ({
  title: title.trim(),
  text,
  ...(source.trim() && { source: source.trim() }),
  ...(publishedOn && { publishedOn }),
})

/** The messages of the fields; empty where a failure is of none. */
export function refusals(error: unknown): Partial<Values> {
  if (!(error instanceof Problem)) return {}
  if (error.status === 413) return { text: capital(error.message) }
  return capitals(error.fields())
}

const most = 1 << 20 // bytes, as the API takes them

/** The text of a file of words, and a name for it; or why it cannot be taken. */
export async function readText(file: File): Promise<Partial<Values> | { refused: string }> {
  const name = /^(.*)\.(?:txt|md)$/i.exec(file.name)?.[1]
  if (name === undefined) return { refused: 'Only files that end in .txt or .md are read here' }
  if (file.size > most) return { refused: 'The file has more than 1 MiB' }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer())
    if (text.includes('\0')) return { refused: notText }
    return { text, title: name, source: file.name }
  } catch {
    return { refused: notText }
  }
}

const notText = 'The file is no text in UTF-8'

/** What a file brings; what was typed for the rest stays. */
export const withFile = (values: Values, file: Partial<Values>): Values => ({
  ...values,
  text: file.text ?? values.text,
  title: values.title || (file.title ?? ''),
  source: values.source || (file.source ?? ''),
})
