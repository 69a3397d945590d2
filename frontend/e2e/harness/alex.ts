import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const program = join(process.cwd(), '..', 'bin', 'alex')

/** A running Alex over a fresh database, on a free port of loopback. */
export class Alex {
  readonly data: string
  url = ''
  private process: ChildProcess | null = null
  private log = ''

  private constructor(private readonly environment: Record<string, string>) {
    this.data = mkdtempSync(join(tmpdir(), 'alex-e2e-'))
  }

  static async start(environment: Record<string, string> = {}): Promise<Alex> {
    const alex = new Alex(environment)
    await alex.resume()
    return alex
  }

  /** Starts the program, where it was before if it ran already. */
  async resume(): Promise<void> {
    const address = this.url ? new URL(this.url).host : '127.0.0.1:0'
    const child = spawn(program, ['serve'], {
      env: {
        PATH: process.env.PATH ?? '',
        HOME: this.data,
        ALEX_ADDR: address,
        ALEX_DATA: this.data,
        ALEX_RATE_LIMIT: '0',
        ...this.environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.process = child
    this.url = await new Promise<string>((resolve, reject) => {
      const read = (chunk: Buffer) => {
        this.log += chunk
        const listening = /listening on (http:\/\/\S+)/.exec(this.log.slice(this.read))
        if (listening?.[1]) {
          this.read = this.log.length
          resolve(listening[1])
        }
      }
      child.stdout?.on('data', read)
      child.stderr?.on('data', read)
      child.once('exit', (code) => reject(new Error(`alex serve ended with ${code}: ${this.log}`)))
    })
  }

  private read = 0

  /** What a command of the program says of the same database. */
  command(...args: string[]): string {
    const env = { PATH: process.env.PATH ?? '', HOME: this.data, ALEX_DATA: this.data }
    return execFileSync(program, args, { env, encoding: 'utf8' })
  }

  /** Stops the program at once, as a power cut would. */
  async kill(): Promise<void> {
    await this.end('SIGKILL')
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM')
    rmSync(this.data, { recursive: true, force: true })
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.process
    if (!child || child.exitCode !== null) return
    await new Promise<void>((resolve) => {
      child.removeAllListeners('exit')
      child.once('exit', () => resolve())
      child.kill(signal)
    })
    this.process = null
  }
}
