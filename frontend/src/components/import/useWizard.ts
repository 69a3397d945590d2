import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useReducer } from 'react'
import { type Choices, type Columns, commitImport, previewFile } from '@/api/imports'
import { Problem } from '@/api/problem'
import { useRefresh } from '@/components/useRefresh'
import { useIntent } from '@/lib/intent'
import { begin, type Mapped, next, type Unknown } from './wizard'

const mostBytes = 5 * 1024 * 1024

/** The wizard with its requests: what is to be read is read, what was agreed to is imported. */
export function useWizard(files: File[]) {
  const [wizard, tell] = useReducer(next, files, begin)
  const client = useQueryClient()
  const refresh = useRefresh()
  const once = useIntent()
  const { step } = wizard
  const reading = step.kind === 'reading' ? step : null

  useEffect(() => {
    if (!reading) return
    let isWanted = true
    read(reading.file, reading.mapped?.columns)
      .then((preview) => isWanted && tell({ type: 'previewed', preview }))
      .catch((e: unknown) => {
        if (!isWanted) return
        const unknown = unknownLayout(e, reading.mapped)
        tell(unknown ? { type: 'unknown', unknown } : { type: 'failed', failure: e })
      })
    return () => {
      isWanted = false
    }
  }, [reading])

  async function commit(choices: Choices) {
    if (step.kind !== 'review') return
    const { preview, mapped } = step
    tell({ type: 'importing' })
    try {
      const input = { previewId: preview.previewId, ...choices, columns: mapped?.columns }
      const done = await once(input, (key) => commitImport(input, key))
      tell({ type: 'imported', import: done })
      await Promise.all([refresh(), client.invalidateQueries({ queryKey: ['imports'] })])
    } catch (e) {
      tell({ type: 'failed', failure: e })
    }
  }
  return { wizard, tell, commit }
}

/** The text of each file, kept: the browser forgets a file that changes on the disk meanwhile. */
const texts = new WeakMap<File, Promise<ArrayBuffer>>()

async function read(file: File, columns: Columns | undefined) {
  if (file.size > mostBytes) throw new Problem(413, { detail: 'The file is larger than 5 MiB, the most that Alex reads.' })
  const text = texts.get(file) ?? file.arrayBuffer()
  texts.set(file, text)
  return previewFile(new File([await text], file.name, { type: file.type }), columns)
}

/** Of a layout that Alex does not know, what to ask the person; null where that is not what failed. */
export function unknownLayout(e: unknown, mapped: Mapped | undefined): Unknown | null {
  if (!(e instanceof Problem) || e.status !== 422) return null
  if (e.body.columns) return { headers: e.body.columns, columns: mapped?.columns ?? e.body.mapping?.columns ?? {}, problem: e }
  // A refused mapping comes back without the headers of the file.
  const isMapping = e.errors.some((error) => error.location.includes('mapping'))
  return mapped && isMapping ? { ...mapped, problem: e } : null
}
