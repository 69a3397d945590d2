import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const src = join(process.cwd(), 'src')

// What each folder may import of this page, besides itself. The table of README.md.
const allowed: Record<string, string[]> = {
  lib: [],
  api: ['lib'],
  auth: ['lib', 'api'],
  components: ['lib', 'api'],
  charts: ['lib', 'api', 'components'],
  pages: ['lib', 'api', 'auth', 'components', 'charts'],
  app: ['lib', 'api', 'auth', 'components', 'charts', 'pages'],
  test: ['lib', 'api', 'auth', 'components', 'charts', 'pages', 'app'],
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((f) => /\.tsx?$/.test(f))
const importsOf = (file: string) =>
  [...readFileSync(join(src, file), 'utf8').matchAll(/(?:from|import\()\s*'([^']+)'/g)].map((m) => m[1] ?? '')

/** The folder of src that an import points into; undefined for a package. */
function target(file: string, spec: string): string | undefined {
  if (spec.startsWith('@/')) return spec.slice(2)
  if (spec.startsWith('.')) return join(file, '..', spec)
  return undefined
}

describe('imports', () => {
  it('run one way', () => {
    const wrong: string[] = []
    for (const file of files.filter((f) => f.includes('/') && !/\.test\.tsx?$/.test(f))) {
      const from = file.split('/')[0] ?? ''
      expect(Object.keys(allowed), `a row for ${from}/`).toContain(from)
      for (const spec of importsOf(file)) {
        const to = target(file, spec)
        if (to === undefined) continue
        const folder = to.split('/')[0] ?? ''
        if (folder !== from && !allowed[from]?.includes(folder)) wrong.push(`${file} imports ${spec}`)
        if (from === 'pages' && folder === 'pages' && to.split('/')[1] !== file.split('/')[1] && to.includes('/'))
          wrong.push(`${file} imports another page: ${spec}`)
      }
    }
    expect(wrong).toEqual([])
  })

  it('name Clerk in its adapter alone', () => {
    expect(files.filter((f) => importsOf(f).some((s) => s.startsWith('@clerk/')))).toEqual(['auth/clerk.tsx'])
  })

  it('take Recharts in charts/ alone', () => {
    const outside = files.filter((f) => !f.startsWith('charts/') && importsOf(f).some((s) => s.startsWith('recharts')))
    expect(outside).toEqual([])
  })
})

describe('Mantine', () => {
  it('has the style sheet of every component that is used', () => {
    const sheets = readFileSync(join(src, 'app/mantine.ts'), 'utf8')
    const known = new Set(readdirSync(join(src, '../node_modules/@mantine/core/styles')))
    const missing = new Set<string>()
    for (const file of files) {
      for (const m of readFileSync(join(src, file), 'utf8').matchAll(/import \{([^}]+)\} from '@mantine\/core'/g)) {
        for (const name of (m[1] ?? '').split(',').map((n) => n.trim())) {
          if (known.has(`${name}.css`) && !sheets.includes(`/${name}.css'`)) missing.add(`${name} (${file})`)
        }
      }
    }
    expect([...missing]).toEqual([])
  })
})
