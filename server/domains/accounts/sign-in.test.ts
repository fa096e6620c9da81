import { eq } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sessions, users } from '#db/schema'
import { visitor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { testContext } from '../../../tests/support/context'
import { createAdmin } from './create-admin'
import { findSession } from './find-session'
import { openAccount } from './open-account'
import { sessionIdOf } from './session-token'
import { signIn } from './sign-in'
import { codeAt } from './totp'

const password = 'a password of some length'
const input = (over: object = {}) => ({ email: 'ada@example.org', password, persistent: false, ...over })

let ctx: Context

beforeAll(async () => {
  ctx = await testContext()
})

beforeEach(async () => {
  await ctx.db.delete(users)
  await openAccount(ctx, { name: 'Ada', email: 'ada@example.org', password })
})

const storedSessions = () => ctx.db.select().from(sessions)

describe('signing in', () => {
  it('opens a session that the token finds', async () => {
    const opened = await signIn(ctx, visitor({ address: '10.0.0.1' }), input(), 'Test browser')

    expect(await findSession(ctx, opened.token)).toEqual(opened.signedIn)
    expect(opened.signedIn).toMatchObject({ name: 'Ada', email: 'ada@example.org', role: 'member', twoFactor: false, twoFactorDue: false })
    expect(await storedSessions()).toMatchObject([{ ip: '10.0.0.1', userAgent: 'Test browser', persistent: false }])
  })

  it('stores the hash of the token and never the token', async () => {
    const { token } = await signIn(ctx, visitor(), input(), null)

    const [stored] = await storedSessions()
    expect(stored!.id).toBe(sessionIdOf(token))
    expect(JSON.stringify(stored)).not.toContain(token)
    expect(await findSession(ctx, stored!.id)).toBeNull()
  })

  it('takes the address however it is capitalised', async () => {
    const opened = await signIn(ctx, visitor(), input({ email: 'ADA@Example.org' }), null)

    expect(opened.signedIn.name).toBe('Ada')
  })

  it('counts every character of a long password', async () => {
    const long = 'x'.repeat(200)
    await openAccount(ctx, { name: 'Long', email: 'long@example.org', password: long + 'y' })

    await expect(signIn(ctx, visitor(), { email: 'long@example.org', password: long, persistent: false }, null)).rejects.toMatchObject({
      code: 'accounts.credentials_wrong',
    })
  })

  it('ends the session that the browser had and gives it a new one', async () => {
    const first = await signIn(ctx, visitor(), input(), null)
    const second = await signIn(ctx, visitor({ sessionId: first.signedIn.sessionId }), input(), null)

    expect(await findSession(ctx, first.token)).toBeNull()
    expect(await findSession(ctx, second.token)).not.toBeNull()
    expect(second.token).not.toBe(first.token)
  })

  it('answers the same to an unknown address, a wrong password and a disabled account', async () => {
    await openAccount(ctx, { name: 'Gone', email: 'gone@example.org', password })
    await ctx.db.update(users).set({ status: 'disabled' }).where(eq(users.email, 'gone@example.org'))

    const refusals = await Promise.all(
      [input({ email: 'nobody@example.org' }), input({ password: 'another password' }), input({ email: 'gone@example.org' })].map(
        (attempt) =>
          signIn(ctx, visitor(), attempt, null).catch((error) => ({
            kind: error.kind,
            code: error.code,
            message: error.message,
            details: error.details,
          })),
      ),
    )

    expect(refusals[1]).toEqual(refusals[0])
    expect(refusals[2]).toEqual(refusals[0])
    expect(refusals[0]).toMatchObject({ kind: 'unauthenticated', code: 'accounts.credentials_wrong' })
    expect(await storedSessions()).toEqual([])
  })

  it('works as long for an unknown address as for a wrong password', async () => {
    // Processor time, since a busy machine makes any other time a matter of luck.
    const time = async (email: string) => {
      const started = process.cpuUsage()
      await signIn(ctx, visitor(), input({ email, password: 'another password' }), null).catch(() => {})
      const { user, system } = process.cpuUsage(started)
      return user + system
    }
    const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!
    const known: number[] = []
    const unknown: number[] = []
    for (let round = 0; round < 15; round++) {
      known.push(await time('ada@example.org'))
      unknown.push(await time('nobody@example.org'))
    }

    expect(median(unknown) / median(known)).toBeGreaterThan(0.6)
    expect(median(unknown) / median(known)).toBeLessThan(1.6)
  })

  it('keeps members signed in when they ask for it, but not those with a second factor', async () => {
    const { totpSecret } = await createAdmin(ctx, 'boss@example.org', { password, withTwoFactor: true })
    const member = await signIn(ctx, visitor(), input({ persistent: true }), null)
    const admin = await signIn(
      ctx,
      visitor(),
      input({ email: 'boss@example.org', persistent: true, code: codeAt(totpSecret!, new Date()) }),
      null,
    )

    expect(member.persistent).toBe(true)
    expect(admin.persistent).toBe(false)
  })
})

describe('signing in with a second factor', () => {
  let secret: string
  const boss = (over: object = {}) => input({ email: 'boss@example.org', ...over })
  const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000)

  beforeEach(async () => {
    secret = (await createAdmin(ctx, 'boss@example.org', { password, withTwoFactor: true })).totpSecret!
  })

  it('asks for a code only once the password is right', async () => {
    await expect(signIn(ctx, visitor(), boss({ password: 'another password' }), null)).rejects.toMatchObject({
      code: 'accounts.credentials_wrong',
    })
    await expect(signIn(ctx, visitor(), boss(), null)).rejects.toMatchObject({ code: 'accounts.code_required' })
    expect(await storedSessions()).toEqual([])
  })

  it('gives the role with the right code', async () => {
    const { signedIn } = await signIn(ctx, visitor(), boss({ code: codeAt(secret, new Date()) }), null)

    expect(signedIn).toMatchObject({ role: 'admin', twoFactor: true, twoFactorDue: false })
  })

  it('takes a code once', async () => {
    const code = codeAt(secret, new Date())
    await signIn(ctx, visitor(), boss({ code }), null)

    await expect(signIn(ctx, visitor(), boss({ code }), null)).rejects.toMatchObject({ code: 'accounts.code_used' })
    expect(await storedSessions()).toHaveLength(1)
  })

  it('takes a code once when two browsers send it at the same time', async () => {
    const code = codeAt(secret, new Date())
    const results = await Promise.allSettled([1, 2, 3, 4].map(() => signIn(ctx, visitor(), boss({ code }), null)))

    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await storedSessions()).toHaveLength(1)
  })

  it('refuses an earlier code after a later one', async () => {
    await signIn(ctx, visitor(), boss({ code: codeAt(secret, inSeconds(28)) }), null)

    await expect(signIn(ctx, visitor(), boss({ code: codeAt(secret, inSeconds(-2)) }), null)).rejects.toMatchObject({
      code: expect.stringMatching(/^accounts\.code_(used|wrong)$/),
    })
    expect(await storedSessions()).toHaveLength(1)
  })

  it.each([-120, -70, 70, 120])('refuses the code of %i seconds away', async (seconds) => {
    await expect(signIn(ctx, visitor(), boss({ code: codeAt(secret, inSeconds(seconds)) }), null)).rejects.toMatchObject({
      code: 'accounts.code_wrong',
    })
    expect(await storedSessions()).toEqual([])
  })
})
