import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Alex } from './harness/alex'
import { Visitor } from './harness/browser'
import { codeOf } from './harness/device'
import { FakeIssuer, freePort } from './harness/issuer'
import { everyLook, patience } from './harness/looks'
import { Caller, signIn } from './harness/person'

async function type(page: Page, who: Caller) {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(who.email)
  await page.getByLabel('Password', { exact: true }).fill(who.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

async function signOut(page: Page) {
  await page.goto('/sign-out')
  await page.waitForURL((url) => url.pathname !== '/sign-out')
}

describe('a second factor', () => {
  let alex: Alex
  let visitor: Visitor
  let me: Caller
  let secret = ''
  let codes: string[] = []

  beforeAll(async () => {
    alex = await Alex.start()
    me = await Caller.signUp(alex.url, 'Careful Person')
    visitor = await Visitor.open(alex.url)
    await signIn(visitor.page, me)
    visitor.expectErrors(/status of 401/, /status of 422/)
  })
  afterAll(async () => {
    await visitor?.close()
    await alex?.stop()
  })

  const dialog = (name: string) => visitor.page.getByRole('dialog', { name })

  it(
    'is turned on in Settings, by a picture and a code',
    async () => {
      const { page } = visitor
      await page.goto('/settings#security', { waitUntil: 'networkidle' })
      const panel = page.getByRole('region', { name: 'Sign-in and security' })
      await panel.getByText('It is off: your password alone opens your account.').waitFor()
      await panel.scrollIntoViewIfNeeded()
      await everyLook(page, 'sign-in-settings', '#security')
      await panel.getByRole('button', { name: 'Turn it on' }).click()
      const asked = dialog('Turn the second factor on')
      await asked.getByLabel('Password', { exact: true }).fill('not the password')
      await page.keyboard.press('Enter')
      await asked.getByText('is not the password').waitFor()
      await asked.getByLabel('Password', { exact: true }).fill(me.password)
      await page.keyboard.press('Enter')
      const picture = asked.getByRole('img', { name: 'The secret below as a QR code' })
      await picture.waitFor()
      expect(await picture.evaluate((e: HTMLImageElement) => e.naturalWidth)).toBeGreaterThan(200)
      secret = ((await asked.locator('code').textContent()) ?? '').replaceAll(' ', '')
      expect(secret).toMatch(/^[A-Z2-7]{32}$/)
      await everyLook(page, 'sign-in-scan', '[role=dialog]')
      await asked.getByLabel('Code', { exact: true }).fill('000000')
      await page.keyboard.press('Enter')
      await asked.getByText(/is not right/).waitFor()
      await asked.getByLabel('Code', { exact: true }).fill(codeOf(secret))
      await page.keyboard.press('Enter')
      await asked.getByText('They are shown this once.', { exact: false }).waitFor()
      codes = await asked.getByRole('listitem').allTextContents()
      expect(codes.map((c) => c.trim()).filter((c) => /^([A-Z2-7]{4}-){3}[A-Z2-7]{4}$/.test(c)).length).toBe(10)
      await everyLook(page, 'sign-in-codes', '[role=dialog]')
      await page.emulateMedia({ media: 'print' })
      expect(await page.locator('#root').isVisible()).toBe(false)
      expect(await asked.getByText(codes[0] ?? '').isVisible()).toBe(true)
      await page.emulateMedia({ media: 'screen' })
      await asked.getByRole('button', { name: 'I have kept them' }).click()
      await panel.getByText('It is on. 10 recovery codes are left').waitFor()
      expect(await page.getByText('Unsaved').count()).toBe(0)
      visitor.wellBehaved()
    },
    patience,
  )

  it(
    'is asked for behind the password, and takes a code once',
    async () => {
      const { page } = visitor
      await signOut(page)
      await type(page, me)
      const code = page.getByLabel('Code', { exact: true })
      await code.waitFor()
      expect(await code.evaluate((e) => e === document.activeElement)).toBe(true)
      expect(await code.getAttribute('autocomplete')).toBe('one-time-code')
      await everyLook(page, 'sign-in-code', 'main')
      await code.fill('000000')
      await page.keyboard.press('Enter')
      await page.getByText('This code is not right, or was used already').waitFor()
      const right = codeOf(secret, 1) // that of now has turned it on
      await code.fill(right)
      await page.keyboard.press('Enter')
      await page.waitForURL('**/dashboard')
      await signOut(page)
      await type(page, me)
      await code.fill(right)
      await page.keyboard.press('Enter')
      await page.getByText('This code is not right, or was used already').waitFor()
      visitor.wellBehaved()
    },
    patience,
  )

  it(
    'takes a recovery code in place of one, and is turned off',
    async () => {
      const { page } = visitor
      await page.getByLabel('Code', { exact: true }).fill((codes[0] ?? '').toLowerCase())
      await page.keyboard.press('Enter')
      await page.waitForURL('**/dashboard')
      await page.goto('/settings#security', { waitUntil: 'networkidle' })
      const panel = page.getByRole('region', { name: 'Sign-in and security' })
      await panel.getByText('It is on. 9 recovery codes are left').waitFor()
      await panel.getByRole('button', { name: 'New recovery codes' }).click()
      const asked = dialog('New recovery codes')
      await asked.getByLabel('Password', { exact: true }).fill(me.password)
      await asked.getByLabel('Code', { exact: true }).fill(codes[1] ?? '')
      await page.keyboard.press('Enter')
      await asked.getByText('The old recovery codes are good for nothing.', { exact: false }).waitFor()
      const others = await asked.getByRole('listitem').allTextContents()
      expect(others).toHaveLength(10)
      expect(others).not.toContain(codes[2])
      await page.keyboard.press('Escape')
      await panel.getByText('It is on. 10 recovery codes are left').waitFor()
      await panel.getByRole('button', { name: 'Turn it off' }).click()
      const off = dialog('Turn the second factor off')
      await off.getByLabel('Password', { exact: true }).fill(me.password)
      await off.getByLabel('Code', { exact: true }).fill(codes[2] ?? '')
      await page.keyboard.press('Enter')
      await off.getByText(/is not right/).waitFor()
      await everyLook(page, 'sign-in-off', '[role=dialog]')
      await off.getByLabel('Code', { exact: true }).fill(others[0] ?? '')
      await page.keyboard.press('Enter')
      await panel.getByText('It is off: your password alone opens your account.').waitFor()
      await signOut(page)
      await type(page, me)
      await page.waitForURL('**/dashboard')
      visitor.wellBehaved()
    },
    patience,
  )

  it(
    'a change of the password ends the other browser',
    async () => {
      const other = await Visitor.open(alex.url)
      try {
        await signIn(other.page, me)
        other.expectErrors(/status of 401/)
        const { page } = visitor
        await page.goto('/settings#security', { waitUntil: 'networkidle' })
        const panel = page.getByRole('region', { name: 'Sign-in and security' })
        await panel.getByRole('button', { name: 'Change the password' }).click()
        const asked = dialog('Change the password')
        await asked.getByLabel('Current password').fill('not the password')
        await asked.getByLabel('New password').fill('another long password')
        await page.keyboard.press('Enter')
        await asked.getByText('is not the password').waitFor()
        await everyLook(page, 'sign-in-password', '[role=dialog]')
        await asked.getByLabel('Current password').fill(me.password)
        await page.keyboard.press('Enter')
        await page.getByText('Your password is changed, and every other session is signed out.').waitFor()
        await panel.getByText('This one').waitFor()
        expect(await panel.getByRole('button', { name: /^End the session/ }).count()).toBe(0)
        await other.page.reload()
        await other.page.waitForURL('**/sign-in?return=**')
        await other.page.getByLabel('E-mail').fill(me.email)
        await other.page.getByLabel('Password', { exact: true }).fill('another long password')
        await other.page.getByRole('button', { name: 'Sign in' }).click()
        await other.page.waitForURL('**/dashboard')
        await page.reload({ waitUntil: 'networkidle' })
        await panel.getByRole('button', { name: 'Sign out everywhere else' }).click()
        await page.getByText('You are signed out everywhere else.').waitFor()
        await other.page.reload()
        await other.page.waitForURL('**/sign-in?return=**')
        other.wellBehaved()
        visitor.wellBehaved()
      } finally {
        await other.close()
      }
    },
    patience,
  )
})

describe('a lost password', () => {
  let alex: Alex
  let visitor: Visitor

  beforeAll(async () => {
    alex = await Alex.start()
    visitor = await Visitor.open(alex.url)
    visitor.expectErrors(/status of 401/)
  })
  afterAll(async () => {
    await visitor?.close()
    await alex?.stop()
  })

  it(
    'is no affair of a server that sends no e-mail',
    async () => {
      const { page } = visitor
      await page.goto('/sign-in', { waitUntil: 'networkidle' })
      expect(await page.getByText('Forgot your password?').count()).toBe(0)
      await page.goto('/reset')
      await page.getByText('This server sends no e-mail.', { exact: false }).waitFor()
      visitor.wellBehaved()
    },
    patience,
  )

  it(
    'is asked for where one does, and the answer does not tell who is known',
    async () => {
      const { page } = visitor
      await page.route('**/config.json', async (route) => {
        const response = await route.fetch()
        const site = await response.json()
        await route.fulfill({ response, json: { ...site, auth: { ...site.auth, reset: true } } })
      })
      await page.route('**/api/auth/reset', (route) => route.fulfill({ status: 202 }))
      await page.goto('/sign-in', { waitUntil: 'networkidle' })
      await page.getByRole('link', { name: 'Forgot your password?' }).click()
      await everyLook(page, 'sign-in-ask', 'main')
      await page.getByLabel('E-mail').fill('nobody@example.org')
      await page.keyboard.press('Enter')
      await page.getByText('If nobody@example.org has an account, a link is on its way to it.', { exact: false }).waitFor()
      visitor.wellBehaved()
    },
    patience,
  )

  it(
    'is chosen anew by a link, whose token leaves the address',
    async () => {
      const { page } = visitor
      await page.goto('/reset#not-a-token', { waitUntil: 'networkidle' })
      await page.getByLabel('New password').fill('another long password')
      expect(page.url()).toBe(`${alex.url}/reset`)
      await page.keyboard.press('Enter')
      await page.getByText('this link is used or too old: ask for another').waitFor()
      await everyLook(page, 'sign-in-choose', 'main')
      visitor.wellBehaved()
    },
    patience,
  )
})

describe('single sign-on', () => {
  let alex: Alex
  let issuer: FakeIssuer
  let visitor: Visitor

  beforeAll(async () => {
    issuer = await FakeIssuer.start()
    const port = await freePort()
    alex = await Alex.start({
      ALEX_ADDR: `127.0.0.1:${port}`,
      ALEX_PUBLIC_URL: `http://127.0.0.1:${port}`,
      OIDC_ISSUER: issuer.url,
      OIDC_CLIENT_ID: 'alex',
      OIDC_CLIENT_SECRET: 'hush',
      OIDC_NAME: 'The Office',
    })
    visitor = await Visitor.open(alex.url)
  })
  afterAll(async () => {
    await visitor?.close()
    await alex?.stop()
    await issuer?.stop()
  })

  it(
    'signs in at the other issuer, and comes back to the same place',
    async () => {
      const { page } = visitor
      await page.goto('/reports', { waitUntil: 'networkidle' })
      await page.waitForURL('**/sign-in?return=**')
      await everyLook(page, 'sign-in-sso', 'main')
      await page.getByRole('button', { name: 'Continue with The Office' }).click()
      await page.waitForURL('**/reports')
      await page.getByRole('heading', { level: 1, name: 'Reports' }).waitFor()
      await page.goto('/settings#security', { waitUntil: 'networkidle' })
      await page.getByText('You do not sign in with a password here', { exact: false }).waitFor()
      expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Carol Example')
      expect(visitor.outside.splice(0).every((url) => url.startsWith(`${issuer.url}/auth?`))).toBe(true)
      visitor.wellBehaved()
    },
    patience,
  )

  it(
    'does not open the account of who has the address here',
    async () => {
      const { page } = visitor
      const local = await Caller.signUp(alex.url, 'Local Person')
      await signOut(page)
      issuer.email = local.email
      visitor.expectErrors(/status of 401/)
      await page.goto('/sign-in')
      await page.getByRole('button', { name: 'Continue with The Office' }).click()
      await page.getByText('Your e-mail address has an account here already. Sign in with its password.').waitFor()
      await everyLook(page, 'sign-in-sso-refused', 'main')
      await page.goto('/sign-in?problem=Call+555+now')
      await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
      expect(await page.getByText('555').count()).toBe(0)
      visitor.outside.splice(0)
      visitor.wellBehaved()
    },
    patience,
  )
})
