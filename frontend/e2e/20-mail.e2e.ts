import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Alex } from './harness/alex'
import { Visitor } from './harness/browser'
import { freePort } from './harness/issuer'
import { everyLook, patience } from './harness/looks'
import { MailServer, pathIn, stopToken } from './harness/mail'
import { Caller, callerOf } from './harness/person'

const first = 'newcomer@example.org'
const second = 'moved.with.a.rather.long.name@mail.example.org'

describe('letters', () => {
  let alex: Alex
  let mail: MailServer
  let visitor: Visitor
  let password = 'a long password'

  beforeAll(async () => {
    mail = await MailServer.start()
    const port = await freePort()
    alex = await Alex.start({
      ALEX_ADDR: `127.0.0.1:${port}`,
      ALEX_PUBLIC_URL: `http://127.0.0.1:${port}`,
      ALEX_SMTP_URL: mail.url,
      ALEX_MAIL_FROM: 'alex@example.org',
    })
    visitor = await Visitor.open(alex.url)
    visitor.expectErrors(/status of 401/, /status of 422/, /status of 429/)
  })
  afterAll(async () => {
    await visitor?.close()
    await alex?.stop()
    await mail?.stop()
  })

  const panel = () => visitor.page.getByRole('region', { name: 'Sign-in and security' })
  const settings = (part: string) => visitor.page.goto(`/settings#${part}`, { waitUntil: 'networkidle' })

  /** Follows a letter's link, and holds that its token leaves the address bar and stays out of the history. */
  async function follow(path: string) {
    const { page } = visitor
    await page.goto(path, { waitUntil: 'networkidle' })
    await page.waitForURL((url) => url.hash === '')
    expect(page.url()).toBe(alex.url + path.split('#')[0])
  }

  async function signOut() {
    await visitor.page.goto('/sign-out')
    await visitor.page.waitForURL((url) => url.pathname !== '/sign-out')
  }

  async function signIn(email: string) {
    const { page } = visitor
    await page.goto('/sign-in')
    await page.getByLabel('E-mail').fill(email)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Sign in' }).click()
  }

  it(
    'confirm the address of who signs up, who uses Alex before that',
    async () => {
      const { page } = visitor
      await page.goto('/sign-up', { waitUntil: 'networkidle' })
      await page.getByLabel('Name', { exact: true }).fill('Zebulon Quark')
      await page.getByLabel('E-mail').fill(first)
      await page.getByLabel('Password', { exact: true }).fill(password)
      await page.getByRole('button', { name: 'Open an account' }).click()
      await page.waitForURL((url) => url.pathname !== '/sign-up')
      const letter = await mail.next(first, /Confirm your e-mail address/)
      expect(letter.text).not.toMatch(/Zebulon|Quark|\$/)
      await settings('security')
      await panel().getByText('It is not confirmed yet', { exact: false }).waitFor()
      expect(await page.getByLabel('A review a month').isDisabled()).toBe(true)
      await everyLook(page, 'mail-unconfirmed', '#security')
      await panel().getByRole('button', { name: 'Send the letter again' }).click()
      await page.getByText(`A letter is on its way to ${first}.`, { exact: false }).waitFor()
      const again = await mail.next(first, /Confirm your e-mail address/)
      await follow(pathIn(letter, alex.url))
      await page.getByRole('button', { name: 'Confirm the address' }).click()
      await page.getByText('this link is used or too old: ask for another').waitFor()
      await everyLook(page, 'mail-confirm-over', 'main')
      await follow(pathIn(again, alex.url))
      await everyLook(page, 'mail-confirm', 'main')
      await page.getByRole('button', { name: 'Confirm the address' }).click()
      await page.getByText('Your address is confirmed.', { exact: false }).waitFor()
      await everyLook(page, 'mail-confirmed', 'main')
      await page.getByRole('link', { name: 'To Settings' }).click()
      await panel().getByText('It is confirmed.').waitFor()
      await page.goto('/confirm')
      await page.getByText('This link is cut short.', { exact: false }).waitFor()
      visitor.wellBehaved()
    },
    patience,
  )

  it(
    'take the place of an address once their link is used',
    async () => {
      const { page } = visitor
      await settings('security')
      await panel().getByRole('button', { name: 'Change address' }).click()
      const dialog = page.getByRole('dialog', { name: 'Change the e-mail address' })
      await dialog.getByLabel('New e-mail address').fill(second)
      await dialog.getByLabel('Password', { exact: true }).fill('not the password')
      await page.keyboard.press('Enter')
      await dialog.getByText('is not the password').waitFor()
      await everyLook(page, 'mail-change', '[role=dialog]')
      await dialog.getByLabel('Password', { exact: true }).fill(password)
      await page.keyboard.press('Enter')
      await panel().getByText(`A letter went to ${second}.`, { exact: false }).waitFor()
      await everyLook(page, 'mail-waiting', '#security')
      await mail.next(first, /Another e-mail address was asked for/)
      await follow(pathIn(await mail.next(second, /Confirm your new e-mail address/), alex.url))
      await page.getByRole('button', { name: 'Confirm the address' }).click()
      await page.getByText('Your address is changed.', { exact: false }).waitFor()
      await mail.next(first, /Your e-mail address was changed/)
      await signOut()
      await signIn(first)
      await page.getByText('the e-mail address or the password is not right').waitFor()
      await signIn(second)
      await page.waitForURL((url) => url.pathname !== '/sign-in')
      visitor.wellBehaved()
    },
    patience,
  )

  it(
    'are a few an hour, and the page says how long to wait',
    async () => {
      const { page } = visitor
      await settings('security')
      await panel().getByRole('button', { name: 'Change address' }).click()
      const dialog = page.getByRole('dialog', { name: 'Change the e-mail address' })
      await dialog.getByLabel('New e-mail address').fill('third@example.org')
      await dialog.getByLabel('Password', { exact: true }).fill(password)
      await page.keyboard.press('Enter')
      await dialog.getByText(/enough letters were sent; ask again in \d+ minutes/).waitFor()
      await everyLook(page, 'mail-enough', '[role=dialog]')
      visitor.wellBehaved()
    },
    patience,
  )

  it(
    'give another password to who lost theirs',
    async () => {
      const { page } = visitor
      await signOut()
      await page.goto('/sign-in', { waitUntil: 'networkidle' })
      await page.getByRole('link', { name: 'Forgot your password?' }).click()
      await everyLook(page, 'mail-reset-ask', 'main')
      await page.getByLabel('E-mail').fill(second)
      await page.keyboard.press('Enter')
      await page.getByText(`If ${second} has an account`, { exact: false }).waitFor()
      await everyLook(page, 'mail-reset-asked', 'main')
      await follow(pathIn(await mail.next(second, /Choose a new password/), alex.url))
      await everyLook(page, 'mail-reset-choose', 'main')
      password = 'another long password'
      await page.getByLabel('New password').fill(password)
      await page.keyboard.press('Enter')
      await page.getByText('Your password is changed, and every session is signed out.').waitFor()
      await everyLook(page, 'mail-reset-done', 'main')
      await mail.next(second, /Your password was changed/)
      await signIn(second)
      await page.waitForURL((url) => url.pathname !== '/sign-in')
      visitor.wellBehaved()
    },
    patience,
  )

  it(
    'come monthly to who wants them, until one press stops them',
    async () => {
      const { page } = visitor
      await settings('letters')
      const wish = page.getByLabel('A review a month')
      await wish.check({ force: true })
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Saved.', { exact: true }).waitFor()
      await everyLook(page, 'mail-review', '#letters')
      const me = await callerOf(page, alex.url)
      const person = await me.call('GET', '/api/user')
      expect(person).toMatchObject({ monthlyReview: true, emailVerified: true, email: second })
      await follow(`/mail/stop#${stopToken(alex.data, person.id)}`)
      await everyLook(page, 'mail-stop', 'main')
      await page.getByRole('button', { name: 'Stop the monthly reviews' }).click()
      await page.getByText('They are stopped').waitFor()
      await everyLook(page, 'mail-stopped', 'main')
      expect((await me.call('GET', '/api/user')).monthlyReview).toBe(false)
      await page.goto('/mail/stop#nonsense', { waitUntil: 'networkidle' })
      await page.getByRole('button', { name: 'Stop the monthly reviews' }).click()
      await page.getByText('This link is not one of a letter', { exact: false }).waitFor()
      await everyLook(page, 'mail-stop-refused', 'main')
      await page.goto('/sign-in')
      await page.goto('/mail/stop', { waitUntil: 'networkidle' })
      await page.getByText('This link is cut short.', { exact: false }).waitFor()
      await everyLook(page, 'mail-stop-cut', 'main')
      visitor.wellBehaved()
    },
    patience,
  )

  it(
    'leave a trace in the recent activity, without an address',
    async () => {
      const { page } = visitor
      await settings('activity')
      const list = page.getByRole('region', { name: 'Recent activity' })
      for (const act of ['E-mail address confirmed', 'E-mail address changed', 'New password given', 'Account opened']) {
        await list.getByText(act).first().waitFor()
      }
      expect(await list.textContent()).not.toContain('@')
      await everyLook(page, 'mail-activity', '#activity')
      visitor.wellBehaved()
    },
    patience,
  )
})

describe('without letters', () => {
  let alex: Alex
  let visitor: Visitor

  beforeAll(async () => {
    alex = await Alex.start()
    visitor = await Visitor.open(alex.url)
  })
  afterAll(async () => {
    await visitor?.close()
    await alex?.stop()
  })

  it(
    'an address changes at once, and one that is taken does not',
    async () => {
      const { page } = visitor
      const taken = await Caller.signUp(alex.url, 'Other')
      const me = await Caller.signUp(alex.url, 'Me')
      await page.goto('/sign-in?return=/settings')
      await page.getByLabel('E-mail').fill(me.email)
      await page.getByLabel('Password', { exact: true }).fill(me.password)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.waitForURL('**/settings')
      visitor.expectErrors(/status of 409/)
      const panel = page.getByRole('region', { name: 'Sign-in and security' })
      await panel.getByText('It is not confirmed: this server sends no letters.').waitFor()
      await panel.getByRole('button', { name: 'Change address' }).click()
      const dialog = page.getByRole('dialog', { name: 'Change the e-mail address' })
      await dialog.getByLabel('New e-mail address').fill(taken.email.toUpperCase())
      await dialog.getByLabel('Password', { exact: true }).fill(me.password)
      await dialog.getByRole('button', { name: 'Change' }).click()
      await dialog.getByText('this e-mail address has an account already').waitFor()
      await everyLook(page, 'mail-taken', '[role=dialog]')
      await dialog.getByLabel('New e-mail address').fill('at.once@example.org')
      await page.keyboard.press('Enter')
      await panel.getByText('at.once@example.org').waitFor()
      await page.getByText('Your address is changed.').waitFor()
      visitor.wellBehaved()
    },
    patience,
  )
})
