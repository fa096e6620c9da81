import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { auditEntries, emailTokens, knownDevices, sessions, users } from '#db/schema'
import { jobs } from '#server/jobs'
import { visitor, type Actor } from '#server/platform/actor'
import type { Mail } from '#server/platform/mail/mail'
import { testContext, type TestContext } from '../../../tests/support/context'
import { changePassword } from './change-password'
import { confirmEmailChange } from './confirm-email-change'
import { createAdmin } from './create-admin'
import { findSession } from './find-session'
import { noteDevice } from './note-device'
import { openAccount } from './open-account'
import { register } from './register'
import { requestEmailChange } from './request-email-change'
import { requestPasswordReset } from './request-password-reset'
import { resetPassword } from './reset-password'
import { signIn } from './sign-in'

const email = 'ada@example.org'
const password = 'a password of some length'
const newPassword = 'another password for her'
const START = new Date('2030-01-01T12:00:00Z')

let ctx: TestContext
let mails: Mail[]
let ada: Actor & { userId: string }
let token: string

beforeAll(async () => {
  const mailer = { send: async (mail: Mail) => void mails.push(mail), close: async () => {} }
  const rateLimiter = { attempt: async () => ({ allowed: true, remaining: 1, retryAfterSeconds: 0 }), close: async () => {} }
  ctx = await testContext({ mailer, rateLimiter }, jobs)
})

beforeEach(async () => {
  ctx.travelTo(START)
  await ctx.queue.drain()
  await ctx.db.delete(users)
  await openAccount(ctx, { name: 'Ada', email, password })
  ;({ token, actor: ada } = await signedIn())
  mails = []
})

async function signedIn(over: object = {}) {
  const opened = await signIn(ctx, visitor({ address: '10.0.0.1' }), { email, password, persistent: false, ...over }, null)
  return { token: opened.token, actor: { ...visitor(), ...opened.signedIn } }
}
const passSeconds = (seconds: number) => ctx.travelTo(new Date(ctx.now.getTime() + seconds * 1000))
const storedUser = async () => (await ctx.db.select().from(users))[0]!
const subjects = async () => {
  await ctx.queue.drain()
  return mails.map(({ to, subject }) => ({ to, subject }))
}
const linkTo = async (address: string) => {
  await ctx.queue.drain()
  return /#([\w-]{43})/.exec(mails.filter(({ to }) => to === address).at(-1)?.text ?? '')?.[1] ?? ''
}
const askForReset = async (address = email) => {
  await requestPasswordReset(ctx, { email: address })
  return linkTo(address)
}
const reset = (link: string, chosen = newPassword) => resetPassword(ctx, visitor(), { token: link, newPassword: chosen })
const audited = async () =>
  (await ctx.db.select().from(auditEntries)).filter(({ subjectId }) => subjectId === ada.userId).map(({ action }) => action)

describe('resetting a password', () => {
  it('sets it, ends every session and access token, tells the owner, and signs nobody in', async () => {
    const link = await askForReset()
    await reset(link)

    expect(await findSession(ctx, token)).toBeNull()
    expect(await ctx.db.select().from(sessions)).toEqual([])
    expect((await storedUser()).tokenVersion).toBeGreaterThan(0)
    expect(await audited()).toContain('accounts.password_reset')
    expect(await subjects()).toEqual([
      { to: email, subject: 'Choose a new password for Souk' },
      { to: email, subject: 'You have a new password' },
    ])
    await expect(signedIn()).rejects.toMatchObject({ code: 'accounts.credentials_wrong' })
    expect((await signedIn({ password: newPassword })).actor.name).toBe('Ada')
  })

  it('mails a link to the configured host, and keeps only its hash', async () => {
    const link = await askForReset()

    expect(mails[0]!.text).toContain(`http://souk.test/reset-password#${link}`)
    expect(JSON.stringify(await ctx.db.select().from(emailTokens))).not.toContain(link)
  })

  it.each(['nobody@example.org', 'gone@example.org'])('mails nobody at %s', async (address) => {
    await openAccount(ctx, { name: 'Gone', email: 'gone@example.org', password })
    await ctx.db.update(users).set({ status: 'disabled' })
    await requestPasswordReset(ctx, { email: address })

    expect(await subjects()).toEqual([])
    expect(await ctx.db.select().from(emailTokens)).toEqual([])
  })

  it('works once, also when sent four times at once', async () => {
    const link = await askForReset()
    const results = await Promise.allSettled([1, 2, 3, 4].map((number) => reset(link, `${newPassword} ${number}`)))

    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(reset(link)).rejects.toMatchObject({ kind: 'invalid', code: 'accounts.email_token_over' })
  })

  it('works for an hour, and the newest link alone', async () => {
    const first = await askForReset()
    const second = await askForReset()
    await expect(reset(first)).rejects.toMatchObject({ code: 'accounts.email_token_over' })

    passSeconds(3600)
    const before = await storedUser()
    await expect(reset(second)).rejects.toMatchObject({ code: 'accounts.email_token_over' })
    expect(await storedUser()).toEqual(before)
  })

  it('refuses a weak password and leaves the link as it was', async () => {
    const link = await askForReset()
    await expect(reset(link, 'baseball')).rejects.toMatchObject({ code: 'accounts.password_common' })

    await reset(link)
    expect((await signedIn({ password: newPassword })).actor.name).toBe('Ada')
  })

  it('does not stand in for the second factor', async () => {
    await createAdmin(ctx, email, { password, withTwoFactor: true })
    await reset(await askForReset())

    await expect(signedIn({ password: newPassword })).rejects.toMatchObject({ code: 'accounts.code_required' })
  })

  it('opens an account whose address was never verified', async () => {
    await register(ctx, { name: 'Eve', email: 'eve@example.org', password })
    await ctx.queue.drain()
    await reset(await askForReset('eve@example.org'))

    expect((await signedIn({ email: 'eve@example.org', password: newPassword })).actor.emailVerified).toBe(true)
  })
})

describe('changing a password', () => {
  it('asks for the old one, ends the other sessions and rotates this one', async () => {
    const elsewhere = await signedIn()
    const link = await askForReset()
    const opened = await changePassword(ctx, ada, { password, newPassword })

    expect(await findSession(ctx, opened.token)).toMatchObject({ name: 'Ada' })
    expect(await findSession(ctx, token)).toBeNull()
    expect(await findSession(ctx, elsewhere.token)).toBeNull()
    await expect(reset(link)).rejects.toMatchObject({ code: 'accounts.email_token_over' })
    expect((await subjects()).at(-1)).toEqual({ to: email, subject: 'Your password was changed' })
    expect(await audited()).toContain('accounts.password_changed')
  })

  it.each([
    [{ password: 'not hers', newPassword }, 'accounts.password_wrong'],
    [{ password, newPassword: password }, 'accounts.password_same'],
    [{ password, newPassword: 'ada@example.org' }, 'accounts.password_personal'],
  ])('refuses %j and changes nothing', async (input, code) => {
    const before = await storedUser()

    await expect(changePassword(ctx, ada, input)).rejects.toMatchObject({ code })
    expect(await storedUser()).toEqual(before)
    expect(await findSession(ctx, token)).not.toBeNull()
  })
})

describe('changing the address', () => {
  const next = 'ada@elsewhere.example'
  const ask = (over: object = {}) => requestEmailChange(ctx, ada, { email: next, password, ...over })

  it('changes nothing until the new address is confirmed, and tells the old one at once', async () => {
    await ask()

    expect(await subjects()).toEqual([
      { to: next, subject: 'Confirm your new address for Souk' },
      { to: email, subject: 'Your account is to get another address' },
    ])
    expect((await storedUser()).email).toBe(email)
  })

  it('moves the account, ends the other sessions and gives the old address a way back', async () => {
    const elsewhere = await signedIn()
    await ask()
    expect(await confirmEmailChange(ctx, ada, await linkTo(next))).toEqual({ email: next, restored: false })

    expect(await storedUser()).toMatchObject({ email: next, emailVerifiedAt: START })
    expect(await findSession(ctx, token)).not.toBeNull()
    expect(await findSession(ctx, elsewhere.token)).toBeNull()

    const wayBack = await linkTo(email)
    expect(mails.at(-1)).toMatchObject({ to: email, subject: 'Your account at Souk has another address' })
    expect(await confirmEmailChange(ctx, visitor(), wayBack)).toEqual({ email, restored: true })
    expect(await storedUser()).toMatchObject({ email })
    expect(await findSession(ctx, token)).toBeNull()
    expect(await audited()).toEqual(expect.arrayContaining(['accounts.email_changed', 'accounts.email_restored']))
  })

  it('keeps the first way back when a thief moves the account twice', async () => {
    await ask()
    await confirmEmailChange(ctx, ada, await linkTo(next))
    const wayBack = await linkTo(email)
    await ask({ email: 'thief@example.org' })
    await confirmEmailChange(ctx, ada, await linkTo('thief@example.org'))

    await confirmEmailChange(ctx, visitor(), wayBack)
    expect((await storedUser()).email).toBe(email)
  })

  it.each([
    [{ password: 'not hers' }, 'accounts.password_wrong'],
    [{ email: 'ADA@example.org' }, 'accounts.email_same'],
  ])('refuses %j and mails nobody', async (over, code) => {
    await expect(ask(over)).rejects.toMatchObject({ code })
    expect(await subjects()).toEqual([])
  })

  it('does not tell that another account has the address, but tells its owner', async () => {
    await openAccount(ctx, { name: 'Bo', email: 'bo@example.org', password })
    await ask({ email: 'bo@example.org' })

    expect((await subjects())[0]).toEqual({ to: 'bo@example.org', subject: 'You have an account already' })
    expect(await ctx.db.select().from(emailTokens)).toEqual([])
  })

  it('goes before a registration that never proved the address, and after one that did', async () => {
    await register(ctx, { name: 'Eve', email: next, password })
    await ctx.queue.drain()
    await ask()
    await confirmEmailChange(ctx, ada, await linkTo(next))
    expect((await ctx.db.select().from(users)).map((user) => user.email)).toEqual([next])

    await ask({ email: 'bo@example.org' })
    const link = await linkTo('bo@example.org')
    await openAccount(ctx, { name: 'Bo', email: 'bo@example.org', password })
    await expect(confirmEmailChange(ctx, ada, link)).rejects.toMatchObject({ code: 'accounts.email_taken' })
  })
})

describe('a browser that signs in', () => {
  const note = (deviceKey: string) =>
    noteDevice(ctx, ada, ada.userId, { deviceKey, userAgent: 'Mozilla/5.0 (Windows NT 10.0) Firefox/150.0' })

  it('alarms nobody when it is the first or known, and the owner when it is new', async () => {
    await note('first')
    await note('first')
    expect(await subjects()).toEqual([])

    await Promise.all([note('second'), note('second')])
    expect(await subjects()).toEqual([{ to: email, subject: 'A new browser was signed in' }])
    expect(mails[0]!.text).toContain('Firefox, Windows')
    expect(await ctx.db.select().from(knownDevices)).toHaveLength(2)
    expect(await audited()).toContain('accounts.new_device')
  })
})
