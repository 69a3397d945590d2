import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
]

/** A browser profile of its own that notes every error, and every request to a host that is not Alex's. */
export class Visitor {
  readonly faults: string[] = []
  readonly outside: string[] = []
  private expected: RegExp[] = []

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    private readonly profile: string,
    private readonly home: string,
  ) {}

  static async open(
    home: string,
    options: { width?: number; height?: number; scheme?: 'light' | 'dark' } = {},
  ): Promise<Visitor> {
    const profile = mkdtempSync(join(tmpdir(), 'alex-profile-'))
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      headless: true,
      args: flags,
      baseURL: home,
      viewport: { width: options.width ?? 1280, height: options.height ?? 900 },
      colorScheme: options.scheme ?? 'light',
      reducedMotion: 'reduce',
      acceptDownloads: true,
    })
    context.setDefaultTimeout(20_000)
    const visitor = new Visitor(context, context.pages()[0] ?? (await context.newPage()), profile, home)
    context.on('page', (page) => visitor.watch(page))
    visitor.watch(visitor.page)
    context.on('request', (r) => {
      const url = new URL(r.url())
      if (/^https?:$/.test(url.protocol) && url.origin !== new URL(home).origin) visitor.outside.push(r.url())
    })
    return visitor
  }

  /** From now on a console error like this one belongs to the journey (an injected failure is logged by the browser itself). */
  expectErrors(...like: RegExp[]) {
    this.expected.push(...like)
  }

  /** What went wrong unasked; a journey ends by holding this to be empty. */
  get unexpected(): string[] {
    return this.faults.filter((fault) => !this.expected.some((like) => like.test(fault)))
  }

  /** Fails the journey on any console error and any request to the outside. */
  wellBehaved() {
    if (this.unexpected.length > 0) throw new Error(`errors in the console:\n${this.unexpected.join('\n')}`)
    if (this.outside.length > 0) throw new Error(`requests to the outside:\n${this.outside.join('\n')}`)
  }

  async close(): Promise<void> {
    await this.context.close()
    rmSync(this.profile, { recursive: true, force: true })
  }

  private watch(page: Page) {
    page.on('console', (m) => {
      if (m.type() === 'error') this.faults.push(`${m.text()} (${m.location().url || this.home})`)
    })
    page.on('pageerror', (e) => this.faults.push(`${e.name}: ${e.message}`))
  }
}
