import type { Columns, Import, Preview } from '@/api/imports'
import type { Problem } from '@/api/problem'

// The steps of an import, without the network: files wait in a queue, one is
// looked at at a time, and a file stays at hand until it is imported or skipped.

/** Which header of a file is read as which field, of the headers that it has. */
export type Mapped = { headers: string[]; columns: Columns }

/** A file of an unknown layout: its headers, and which of them is read as what. */
export type Unknown = Mapped & { problem: Problem }

export type Step =
  | { kind: 'choose' }
  | { kind: 'reading'; file: File; mapped?: Mapped }
  | { kind: 'mapping'; file: File; unknown: Unknown }
  | { kind: 'review'; file: File; mapped?: Mapped; preview: Preview; isImporting: boolean; failure?: unknown }
  | { kind: 'failed'; file: File; mapped?: Mapped; failure: unknown }
  | { kind: 'done' }

export type Imported = { import: Import }

export type Wizard = { step: Step; queue: File[]; imported: Imported[] }

export type Event =
  | { type: 'files'; files: File[] }
  | { type: 'previewed'; preview: Preview }
  | { type: 'unknown'; unknown: Unknown }
  | { type: 'failed'; failure: unknown }
  | { type: 'mapped'; columns: Columns }
  | { type: 'retry' }
  | { type: 'importing' }
  | { type: 'imported'; import: Import }
  | { type: 'skipped' }
  | { type: 'undone'; import: Import }
  | { type: 'more' }

export const begin = (files: File[]): Wizard => advance({ step: { kind: 'choose' }, queue: files, imported: [] })

/** On to the next file; after the last one, to what was done. */
function advance(w: Wizard): Wizard {
  const [file, ...queue] = w.queue
  if (file) return { ...w, queue, step: { kind: 'reading', file } }
  return { ...w, step: { kind: w.imported.length > 0 ? 'done' : 'choose' } }
}

export function next(w: Wizard, e: Event): Wizard {
  const { step } = w
  switch (e.type) {
    case 'files': {
      const queued = { ...w, queue: [...w.queue, ...e.files] }
      return step.kind === 'choose' || step.kind === 'done' ? advance(queued) : queued
    }
    case 'previewed':
      return step.kind === 'reading' ? { ...w, step: { ...step, kind: 'review', preview: e.preview, isImporting: false } } : w
    case 'unknown':
      return step.kind === 'reading' ? { ...w, step: { kind: 'mapping', file: step.file, unknown: e.unknown } } : w
    case 'failed':
      if (step.kind === 'review') return { ...w, step: { ...step, isImporting: false, failure: e.failure } }
      return step.kind === 'reading' ? { ...w, step: { ...step, kind: 'failed', failure: e.failure } } : w
    case 'mapped':
      return step.kind === 'mapping'
        ? { ...w, step: { kind: 'reading', file: step.file, mapped: { headers: step.unknown.headers, columns: e.columns } } }
        : w
    case 'retry':
      if (step.kind !== 'failed' && step.kind !== 'review') return w
      return { ...w, step: { kind: 'reading', file: step.file, mapped: step.mapped } }
    case 'importing':
      return step.kind === 'review' ? { ...w, step: { ...step, isImporting: true, failure: undefined } } : w
    case 'imported':
      return advance({ ...w, imported: [...w.imported, { import: e.import }] })
    case 'skipped':
      return advance(w)
    case 'undone':
      return {
        ...w,
        imported: w.imported.map((i) => (i.import.importId === e.import.importId ? { ...i, import: e.import } : i)),
      }
    case 'more':
      return { ...w, step: { kind: 'choose' } }
  }
}
