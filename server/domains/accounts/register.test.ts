import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { emailTokens, sessions, users } from '#db/schema'
import { jobs } from '#server/jobs'
import { visitor, type Actor } from '#server/platform/actor'
import type { Mail } from '#server/platform/mail/mail'
import { testContext, type TestContext } from '../../../tests/support/context'
import { findSession } from './find-session'
import { openAccount } from './open-account'
import { register } from './register'
import { resendVerification } from './resend-verification'
import { signIn } from './sign-in'
import { verifyAddress } from './verify-address'

const ada = { name: 'Ada', email: 'ada@example.org', password: 'a password of some length' }
const START = new Date('2030-01-01T12:00:00Z')

let ctx: TestContext
let mails: Mail[]

beforeAll(async () => {
  const mailer = { send: async (mail: Mail) => void mails.push(mail), close: async () => {} }
  const rateLimiter = { attempt: async () => ({ allowed: true, remaining: 1, retryAfterSeconds: 0 }), close: async () => {} }
  ctx = await testContext({ mailer, rateLimiter }, jobs)
})

beforeEach(async () => {
  ctx.travelTo(START)
  await ctx.queue.drain()
  await ctx.db.delete(users)
  mails = []
})

const storedUsers = () => ctx.db.select().from(users)
const passSeconds = (seconds: number) => ctx.travelTo(new Date(ctx.now.getTime() + seconds * 1000))
/** The code and the link's token of the mail that was sent last. */
async function lastMail() {
  await ctx.queue.drain()
  const { to, subject, text } = mails.at(-1)!
  return { to, subject, code: /^\d{6}$/m.exec(text)?.[0] ?? '', token: /#([\w-]{43})/.exec(text)?.[1] ?? '', text }
}
const verify = (input: { code?: string; token?: string; password?: string }, pending: string | null = null, actor: Actor = visitor()) =>
  verifyAddress(ctx, actor, input, { pending, userAgent: null })

describe('registering', () => {
  it('mails a code and a link to the configured host, and signs nobody in', async () => {
    await register(ctx, { ...ada, locale: 'de' })

    const mail = await lastMail()
    expect(mail).toMatchObject({ to: 'ada@example.org', subject: 'Bestätigen Sie Ihre Adresse für Souk' })
    expect(mail.text).toContain('http://souk.test/de/verify#')
    expect(await storedUsers()).toMatchObject([{ name: 'Ada', role: 'member', emailVerifiedAt: null, locale: 'de' }])
    expect(await ctx.db.select().from(sessions)).toEqual([])
  })

  it('stores the password as argon2id with the agreed cost, and of the mail only hashes', async () => {
    await register(ctx, ada)

    const [user] = await storedUsers()
    const { code, token } = await lastMail()
    expect(user!.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(JSON.stringify(await ctx.db.select().from(emailTokens))).not.toMatch(new RegExp(`"${code}"|${token}`))
  })

  it.each(['baseball', 'Souk2026', 'ada@example.org'])('refuses the password %s and changes nothing', async (password) => {
    await expect(register(ctx, { ...ada, password })).rejects.toMatchObject({ kind: 'invalid' })
    expect(await storedUsers()).toEqual([])
  })

  it('tells the owner of a known address, however it is capitalised, and nobody else', async () => {
    await openAccount(ctx, ada)
    const before = await storedUsers()

    const pending = await register(ctx, { ...ada, name: 'Eve', email: 'Ada@Example.ORG', password: 'what Eve would like' })

    expect(await lastMail()).toMatchObject({ to: 'ada@example.org', subject: 'You have an account already', code: '' })
    expect(await storedUsers()).toEqual(before)
    await expect(verify({ code: '000000' }, pending)).rejects.toMatchObject({ code: 'accounts.email_code_wrong' })
  })

  it('makes one account when the form is sent four times at once, and only the last mail counts', async () => {
    const all = await Promise.all([1, 2, 3, 4].map(() => register(ctx, ada)))

    expect(await storedUsers()).toHaveLength(1)
    await ctx.queue.drain()
    const tries = await Promise.allSettled(
      all.flatMap((pending) => mails.map(({ text }) => verify({ code: /^\d{6}$/m.exec(text)![0] }, pending))),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('lets a later registration replace one that was never verified', async () => {
    const first = await register(ctx, { ...ada, name: 'Eve', password: 'what Eve would like' })
    const stolen = await lastMail()
    const second = await register(ctx, ada)
    const { code } = await lastMail()

    await expect(verify({ code: stolen.code }, first)).rejects.toMatchObject({ code: 'accounts.email_code_wrong' })
    await expect(verify({ code }, first)).rejects.toMatchObject({ code: 'accounts.email_code_wrong' })
    expect((await verify({ code }, second))!.signedIn).toMatchObject({ name: 'Ada', emailVerified: true })
  })
})

describe('an account that is not verified', () => {
  it('answers a sign-in as a wrong password, and mails again once the old mail is too old', async () => {
    await register(ctx, ada)
    await lastMail()
    const attempt = () => signIn(ctx, visitor(), { ...ada, persistent: false }, null)

    await expect(attempt()).rejects.toMatchObject({ code: 'accounts.credentials_wrong' })
    await ctx.queue.drain()
    expect(mails).toHaveLength(1)

    passSeconds(25 * 3600)
    await expect(attempt()).rejects.toMatchObject({ code: 'accounts.credentials_wrong' })
    await ctx.queue.drain()
    expect(mails).toHaveLength(2)
  })
})

describe('the mailed code', () => {
  it('opens the account and signs in, once, in the browser that registered', async () => {
    const pending = await register(ctx, ada)
    const { code } = await lastMail()

    await expect(verify({ code }, null)).rejects.toMatchObject({ code: 'accounts.email_code_wrong' })
    const opened = await verify({ code }, pending)

    expect(await findSession(ctx, opened!.token)).toMatchObject({ name: 'Ada', emailVerified: true })
    await expect(verify({ code }, pending)).rejects.toMatchObject({ code: 'accounts.email_code_wrong' })
    expect(await ctx.db.select().from(sessions)).toHaveLength(1)
  })

  it('ends after five wrong ones', async () => {
    const pending = await register(ctx, ada)
    const { code } = await lastMail()
    const wrong = code === '123456' ? '654321' : '123456'
    for (let attempt = 0; attempt < 5; attempt++) await verify({ code: wrong }, pending).catch(() => {})

    await expect(verify({ code }, pending)).rejects.toMatchObject({ code: 'accounts.email_code_wrong' })
    expect(await storedUsers()).toMatchObject([{ emailVerifiedAt: null }])
  })

  it('ends after thirty minutes', async () => {
    const pending = await register(ctx, ada)
    const { code } = await lastMail()
    passSeconds(30 * 60)

    await expect(verify({ code }, pending)).rejects.toMatchObject({ code: 'accounts.email_code_wrong' })
  })
})

describe('the mailed link', () => {
  it('works at once in the browser that registered', async () => {
    const pending = await register(ctx, ada)
    const { token } = await lastMail()

    expect((await verify({ token }, pending))!.signedIn).toMatchObject({ email: 'ada@example.org', emailVerified: true })
  })

  it('asks elsewhere for the password that was chosen', async () => {
    await register(ctx, ada)
    const { token } = await lastMail()

    await expect(verify({ token })).rejects.toMatchObject({ code: 'accounts.password_required' })
    await expect(verify({ token, password: 'another password' })).rejects.toMatchObject({ code: 'accounts.password_wrong' })
    expect(await storedUsers()).toMatchObject([{ emailVerifiedAt: null }])
    expect(await verify({ token, password: ada.password })).not.toBeNull()
    await expect(verify({ token, password: ada.password })).rejects.toMatchObject({ code: 'accounts.email_token_over' })
  })

  it('ends after a day', async () => {
    const pending = await register(ctx, ada)
    const { token } = await lastMail()
    passSeconds(24 * 3600)

    await expect(verify({ token }, pending)).rejects.toMatchObject({ code: 'accounts.email_token_over' })
  })
})

describe('asking for the mail again', () => {
  it('waits a minute, and then only the new mail counts', async () => {
    const pending = await register(ctx, ada)
    const first = await lastMail()
    passSeconds(59)
    await expect(resendVerification(ctx, visitor(), pending)).rejects.toMatchObject({
      code: 'accounts.mail_too_soon',
      details: { retryAfterSeconds: 1 },
    })

    passSeconds(1)
    const again = await resendVerification(ctx, visitor(), pending)
    const second = await lastMail()

    await expect(verify({ token: first.token }, pending)).rejects.toMatchObject({ code: 'accounts.email_token_over' })
    expect(await verify({ code: second.code }, again)).not.toBeNull()
  })

  it.each(['known', 'unknown'])('is granted five times a day for an address that is %s', async (which) => {
    if (which === 'known') await openAccount(ctx, ada)
    let pending = await register(ctx, ada)
    for (let time = 0; time < 5; time++) {
      passSeconds(60)
      await ctx.queue.drain()
      pending = await resendVerification(ctx, visitor(), pending)
    }
    passSeconds(60)

    await expect(resendVerification(ctx, visitor(), pending)).rejects.toMatchObject({
      code: 'accounts.mail_too_soon',
      details: { retryAfterSeconds: 24 * 3600 - 60 },
    })
    await ctx.queue.drain()
    expect(mails).toHaveLength(which === 'known' ? 1 : 6)
  })

  it.each([null, 'planted', `${'0'.repeat(8)}.1.0.mac`])('is refused where no registration waits: %s', async (sealed) => {
    await expect(resendVerification(ctx, visitor(), sealed)).rejects.toMatchObject({ code: 'accounts.registration_over' })
  })
})

it('sends nothing twice when its job is repeated', async () => {
  await register(ctx, ada)
  await ctx.queue.drain()
  const { idempotencyKey } = mails[0]!
  await ctx.queue.send(ctx.db, 'accounts.mail-email-token', { tokenId: idempotencyKey.split(':')[1]! })
  await ctx.queue.drain()

  expect(new Set(mails.map((mail) => mail.idempotencyKey)).size).toBe(1)
})
