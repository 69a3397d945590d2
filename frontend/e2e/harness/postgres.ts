import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'

/** A PostgreSQL of its own, on a free port of loopback. It refuses to run as root, so root runs it as the user postgres. */
export class Postgres {
  private constructor(
    private readonly bin: string,
    private readonly folder: string,
    readonly port: number,
  ) {}

  static async start(): Promise<Postgres> {
    const versions = '/usr/lib/postgresql'
    const newest = readdirSync(versions).sort((a, b) => Number(b) - Number(a))[0]
    const folder = mkdtempSync('/tmp/alex-e2e-postgres-')
    if (isRoot) {
      const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
      chownSync(folder, id('-u'), id('-g'))
    }
    chmodSync(folder, 0o700)
    const postgres = new Postgres(join(versions, newest ?? '', 'bin'), folder, await freePort())
    postgres.run('initdb', ['-D', join(folder, 'data'), '-U', 'postgres', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C'])
    const options = `-p ${postgres.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off`
    postgres.run('pg_ctl', ['-D', join(folder, 'data'), '-l', join(folder, 'log'), '-w', '-o', options, 'start'])
    return postgres
  }

  /** The URL of a database, made when it is not there. */
  database(name: string): string {
    this.sql('postgres', `CREATE DATABASE ${name}`)
    return `postgres://postgres@127.0.0.1:${this.port}/${name}?sslmode=disable`
  }

  /** What a query answers: one line a row, fields with bars between. */
  sql(database: string, query: string): string {
    return execFileSync(
      join(this.bin, 'psql'),
      ['-h', '127.0.0.1', '-p', String(this.port), '-U', 'postgres', '-d', database, '-At', '-c', query],
      {
        encoding: 'utf8',
      },
    ).trim()
  }

  stop() {
    this.run('pg_ctl', ['-D', join(this.folder, 'data'), '-m', 'immediate', 'stop'])
    rmSync(this.folder, { recursive: true, force: true })
  }

  private run(program: string, args: string[]) {
    const command = join(this.bin, program)
    const [name, all] = isRoot ? ['runuser', ['-u', 'postgres', '--', command, ...args]] : [command, args]
    const ended = spawnSync(name, all as string[], { encoding: 'utf8', cwd: this.folder, stdio: ['ignore', 'ignore', 'pipe'] })
    if (ended.status !== 0) throw new Error(`${program}: ${ended.stderr}`)
  }
}

const isRoot = process.getuid?.() === 0

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}
