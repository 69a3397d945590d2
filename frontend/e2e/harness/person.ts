import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Page } from 'playwright-core'

let count = 0

/** What the repository has for tests of its own. */
export const testdata = (...path: string[]) => join(process.cwd(), '..', 'testdata', ...path)

/** Someone who talks to the API without a browser, with the session of a page when asked. */
export class Caller {
  constructor(
    readonly home: string,
    public token: string,
    readonly email = '',
    readonly password = '',
  ) {}

  static async signUp(home: string, displayName: string): Promise<Caller> {
    const email = `person-${process.pid}-${count++}@example.org`
    const password = 'a long password'
    const answer = await fetch(`${home}/api/auth/sign-up`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email, password, displayName }),
    })
    if (!answer.ok) throw new Error(`sign-up: ${answer.status} ${await answer.text()}`)
    return new Caller(home, (await answer.json()).accessToken, email, password)
  }

  async renew(): Promise<void> {
    const answer = await fetch(`${this.home}/api/auth/sign-in`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email: this.email, password: this.password }),
    })
    this.token = (await answer.json()).accessToken
  }

  // biome-ignore lint/suspicious/noExplicitAny: journeys read answers by hand, apart from the page's own types
  async call(method: string, path: string, input?: unknown, headers: Record<string, string> = {}): Promise<any> {
    const answer = await fetch(this.home + path, {
      method,
      headers: {
        Authorization: `Bearer ${this.token}`,
        ...(input === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      body: input === undefined ? undefined : JSON.stringify(input),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    return text ? JSON.parse(text) : null
  }

  async importFile(path: string): Promise<void> {
    const form = new FormData()
    form.append('file', new Blob([readFileSync(path)]), basename(path))
    const preview = await fetch(`${this.home}/api/import/preview`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${this.token}` },
      body: form,
    })
    if (!preview.ok) throw new Error(`preview: ${preview.status} ${await preview.text()}`)
    await this.call('POST', '/api/import', { previewId: (await preview.json()).previewId })
  }

  /** Runs an analysis to its end; answers the report's id. */
  async analyze(): Promise<string> {
    const { jobId } = await this.call('POST', '/api/analyze')
    for (let i = 0; i < 300; i++) {
      const job = await this.call('GET', `/api/jobs/${jobId}`)
      if (job.status === 'completed') return job.reportId
      if (job.status === 'failed' || job.status === 'cancelled') throw new Error(`the job ${job.status}: ${job.error}`)
      await new Promise((r) => setTimeout(r, 50))
    }
    throw new Error('the analysis did not end')
  }
}

/** Signs in by the form, as a person does. */
export async function signIn(page: Page, who: Caller, returnTo = '/dashboard'): Promise<void> {
  await page.goto(`/sign-in?return=${encodeURIComponent(returnTo)}`)
  await page.getByLabel('E-mail').fill(who.email)
  await page.getByLabel('Password', { exact: true }).fill(who.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((url) => url.pathname === returnTo.split('?')[0])
}

/** Opens the demo household by its button on the start page. */
export async function openDemo(page: Page): Promise<void> {
  await page.goto('/')
  await page
    .getByRole('button', { name: /try the demo portfolio/i })
    .first()
    .click()
  await page.waitForURL('**/dashboard')
}

/** The token of whoever is signed in on a page, for asking the API the same things. */
export async function callerOf(page: Page, home: string): Promise<Caller> {
  const token = await page.evaluate(
    async () => (await (await fetch('/api/auth/token', { method: 'POST' })).json()).accessToken as string,
  )
  return new Caller(home, token)
}
