// Writes src/api/schema.ts from the API's own document, src/api/openapi.json (a Go
// test holds that file to what the server answers). With --check nothing is
// written: the exit code says whether the file is fresh.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const frontend = dirname(dirname(fileURLToPath(import.meta.url)))
const generate = join(frontend, 'generate')
if (!existsSync(join(generate, 'node_modules'))) {
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: generate, stdio: 'inherit' })
}
const scratch = mkdtempSync(join(tmpdir(), 'alex-schema-'))
const kept = join(frontend, 'src/api/schema.ts')
const check = process.argv.includes('--check')
const target = check ? join(scratch, 'schema.ts') : kept
try {
  const cli = join(generate, 'node_modules/openapi-typescript/bin/cli.js')
  execFileSync(
    process.execPath,
    [cli, join(frontend, 'src/api/openapi.json'), '--output', target, '--default-non-nullable', 'false'],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  )
  if (check && readFileSync(target, 'utf8') !== readFileSync(kept, 'utf8')) {
    console.error('src/api/schema.ts is stale: run `npm run generate` in frontend')
    process.exit(1)
  }
} finally {
  rmSync(scratch, { recursive: true })
}
