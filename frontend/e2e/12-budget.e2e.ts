import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'

type Chunk = { file: string; src?: string; imports?: string[]; dynamicImports?: string[]; isEntry?: boolean }

const dist = join(process.cwd(), 'dist')
const manifest: Record<string, Chunk> = JSON.parse(readFileSync(join(dist, 'assets/manifest.json'), 'utf8'))

/** The JavaScript that these modules need before they run, in bytes after gzip. */
function weight(...names: string[]): number {
  const files = new Set<string>()
  const take = (name: string) => {
    const chunk = manifest[name]
    if (!chunk) throw new Error(`${name} is not in the manifest`)
    if (files.has(chunk.file)) return
    files.add(chunk.file)
    for (const next of chunk.imports ?? []) take(next)
  }
  names.forEach(take)
  return [...files]
    .filter((f) => f.endsWith('.js'))
    .reduce((sum, f) => sum + gzipSync(readFileSync(join(dist, f)), { level: 9 }).length, 0)
}

const entry = 'index.html'
const local = 'src/auth/local.tsx'
const shell = 'src/app/Shell.tsx'

describe('what a page weighs', () => {
  it.each([
    ['the start page', 160, [entry, local, 'src/pages/landing/Landing.tsx']],
    [
      'the dashboard, its charts included',
      300,
      [entry, local, shell, 'src/pages/dashboard/Dashboard.tsx', 'src/charts/ChartFigure.tsx', 'src/charts/ValueHistory.tsx'],
    ],
  ])('%s: at most %d kB of JavaScript', (name, budget, parts) => {
    const kB = weight(...(parts as string[])) / 1000
    console.log(`${name}: ${kB.toFixed(1)} kB of ${budget}`)
    expect(kB).toBeLessThanOrEqual(budget as number)
  })

  it('keeps Clerk in a chunk that a local page never asks for', () => {
    const clerk = Object.entries(manifest).find(([name]) => name === 'src/auth/clerk.tsx')?.[1]
    expect(clerk).toBeDefined()
    const before = new Set<string>()
    const take = (name: string) => {
      if (before.has(name)) return
      before.add(name)
      for (const next of manifest[name]?.imports ?? []) take(next)
    }
    for (const name of [entry, local, shell]) take(name)
    expect([...before]).not.toContain('src/auth/clerk.tsx')
  })
})
