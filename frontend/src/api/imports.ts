import { queryOptions } from '@tanstack/react-query'
import { api, body } from './client'
import type { components } from './schema'

export type Preview = components['schemas']['PreviewBody']
export type ImportRow = components['schemas']['ImportRow']
export type AccountChange = components['schemas']['ChangedAccount']
export type PositionChange = components['schemas']['ChangedPosition']
export type Import = components['schemas']['ImportBody']
export type Columns = components['schemas']['Mapping']['columns']

/** The fields that a mapping can name, in the order of the form. */
export const mappingFields = [
  'symbol',
  'name',
  'quantity',
  'price',
  'value',
  'account',
  'accountType',
  'costBasis',
  'currency',
  'date',
] as const

/** What importing the file would do. A file of an unknown layout is read with the columns. */
export function previewFile(file: File, columns?: Columns): Promise<Preview> {
  const form = new FormData()
  form.set('file', file)
  if (columns) form.set('mapping', JSON.stringify({ columns }))
  // The schema has text where the form has a file.
  const typed = { file: '' }
  return body(api.POST('/api/import/preview', { body: typed, bodySerializer: () => form }))
}

export type AccountType = AccountChange['accountType']

/** What a person has changed of a preview: rows left out, and types of new accounts, each by its place. */
export type Choices = { exclude: string[]; accountTypes: { account: number; accountType: AccountType }[] }

type Commit = Choices & { previewId: string; columns?: Columns }

/** Imports what was previewed, as it was chosen. */
export const commitImport = ({ previewId, exclude, accountTypes, columns }: Commit, key: string) =>
  body(
    api.POST('/api/import', {
      params: { header: { 'Idempotency-Key': key } },
      body: {
        previewId,
        ...(exclude.length > 0 && { exclude }),
        ...(accountTypes.length > 0 && { accountTypes }),
        ...(columns && { mapping: { columns } }),
      },
    }),
  )

export const undoImport = (id: string) => body(api.POST('/api/import/{id}/undo', { params: { path: { id } } }))

/** The newest imports, without previews that were never imported. */
export const importsQuery = queryOptions({
  queryKey: ['imports'],
  queryFn: async ({ signal }) =>
    (await body(api.GET('/api/imports', { params: { query: { limit: 100 } }, signal }))).items.filter(
      (i) => i.status !== 'preview',
    ),
})
