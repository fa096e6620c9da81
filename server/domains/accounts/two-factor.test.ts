import { and, eq } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { auditEntries, recoveryCodes, sessions, users } from '#db/schema'
import { mailSecurityChangeJob } from '#server/jobs/mail-security-change'
import { visitor, type Actor } from '#server/platform/actor'
import type { Mail } from '#server/platform/mail/mail'
import type { Job } from '#server/platform/queue/queue'
import { recoveryCodeSchema } from '#shared/contracts/accounts'
import { testContext, type TestContext } from '../../../tests/support/context'
import { createAdmin } from './create-admin'
import { findSession } from './find-session'
import { getSecurity } from './get-security'
import { offerTwoFactor } from './offer-two-factor'
import { openAccount } from './open-account'
import { renewRecoveryCodes } from './renew-recovery-codes'
import { signIn } from './sign-in'
import { codeAt } from './totp'
import { turnOffTwoFactor } from './turn-off-two-factor'
import { turnOnTwoFactor } from './turn-on-two-factor'

const email = 'ada@example.org'
const password = 'a password of some length'
const START = new Date('2030-01-01T12:00:00Z')

let ctx: TestContext
let mails: Mail[]
let ada: Actor & { userId: string }
let token: string

beforeAll(async () => {
  const mailer = { send: async (mail: Mail) => void mails.push(mail), close: async () => {} }
  ctx = await testContext({ mailer }, [mailSecurityChangeJob as Job<never>])
})

beforeEach(async () => {
  ctx.travelTo(START)
  await ctx.db.delete(users)
  await openAccount(ctx, { name: 'Ada', email, password })
  const opened = await signIn(ctx, visitor({ address: '10.0.0.1' }), { email, password, persistent: true }, 'Her browser')
  token = opened.token
  ada = { ...visitor(), ...opened.signedIn }
  mails = []
})

const passSeconds = (seconds: number) => ctx.travelTo(new Date(ctx.now.getTime() + seconds * 1000))
const storedUser = async () => (await ctx.db.select().from(users))[0]!
const storedCodes = () => ctx.db.select().from(recoveryCodes)
const actionsOf = async (userId: string) =>
  (
    await ctx.db
      .select()
      .from(auditEntries)
      .where(and(eq(auditEntries.subjectId, userId), eq(auditEntries.subjectType, 'user')))
  ).map(({ action, actorId, details }) => ({ action, actorId, details }))
const mailed = async () => {
  await ctx.queue.drain()
  return mails.map(({ to, subject }) => ({ to, subject }))
}
const typed = (code: string) => recoveryCodeSchema.parse(code)

/** Turns it on and leaves half a minute, so that the next code is another one. */
async function turnOn() {
  const { secret } = await offerTwoFactor(ctx, ada)
  const { opened, recoveryCodes } = await turnOnTwoFactor(ctx, ada, { password, code: codeAt(secret, ctx.now) })
  passSeconds(30)
  return { secret, codes: recoveryCodes, opened, actor: { ...visitor(), ...opened.signedIn } }
}
const withCode = (secret: string) => ({ email, password, persistent: false, code: codeAt(secret, ctx.now) })
const withRecovery = (code: string) => ({ email, password, persistent: false, recoveryCode: typed(code) })

describe('turning it on', () => {
  it('opens a new session in the place of all others, which lasts as long', async () => {
    const elsewhere = await signIn(ctx, visitor(), { email, password, persistent: false }, null)
    const { opened } = await turnOn()

    expect(opened.persistent).toBe(true)
    expect(await findSession(ctx, opened.token)).toMatchObject({ twoFactor: true, role: 'member' })
    expect(await findSession(ctx, token)).toBeNull()
    expect(await findSession(ctx, elsewhere.token)).toBeNull()
    expect(await ctx.db.select().from(sessions)).toMatchObject([{ ip: '10.0.0.1', userAgent: 'Her browser' }])
  })

  it('gives ten codes, of which it stores slow hashes only', async () => {
    const { codes } = await turnOn()

    expect(new Set(codes).size).toBe(10)
    for (const code of codes) expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{5}-[0-9a-hjkmnp-tv-z]{5}$/)
    const stored = JSON.stringify(await storedCodes())
    for (const code of codes) expect(stored).not.toContain(typed(code))
  })

  it('is written down and told to the owner', async () => {
    await turnOn()

    expect(await actionsOf(ada.userId)).toEqual([{ action: 'accounts.two_factor_on', actorId: ada.userId, details: {} }])
    expect(await mailed()).toEqual([{ to: email, subject: 'Two-factor sign-in is on' }])
  })

  it.each([
    ['a wrong password', { password: 'another password' }, 'accounts.password_wrong'],
    ['a code of another secret', { code: '000000' }, 'accounts.code_not_matching'],
  ])('refuses %s and changes nothing', async (_, over, refusal) => {
    const { secret } = await offerTwoFactor(ctx, ada)
    const before = await storedUser()

    await expect(turnOnTwoFactor(ctx, ada, { password, code: codeAt(secret, ctx.now), ...over })).rejects.toMatchObject({ code: refusal })
    expect(await storedUser()).toEqual(before)
    expect(await storedCodes()).toEqual([])
    expect(await findSession(ctx, token)).not.toBeNull()
    expect(await mailed()).toEqual([])
  })

  it('is refused a second time', async () => {
    const { actor, codes } = await turnOn()

    await expect(turnOnTwoFactor(ctx, actor, { password, code: '000000' })).rejects.toMatchObject({ code: 'accounts.two_factor_set_up' })
    expect(await getSecurity(ctx, actor)).toMatchObject({ twoFactor: { isOn: true, recoveryCodesLeft: codes.length } })
  })

  it('is not for an admin who still has the password that was handed over', async () => {
    const handedOver = (await createAdmin(ctx, 'boss@example.org')).password
    const opened = await signIn(ctx, visitor(), { email: 'boss@example.org', password: handedOver, persistent: false }, null)
    const boss = { ...visitor(), ...opened.signedIn }
    const { secret } = await offerTwoFactor(ctx, boss)

    await expect(turnOnTwoFactor(ctx, boss, { password: handedOver, code: codeAt(secret, ctx.now) })).rejects.toMatchObject({
      code: 'accounts.two_factor_required',
    })
    expect(await getSecurity(ctx, boss)).toMatchObject({ twoFactor: { isOn: false, isObligatory: true } })
  })
})

describe('signing in with a recovery code', () => {
  it('opens the account once, and the owner is told how many are left', async () => {
    const { codes } = await turnOn()
    const { signedIn } = await signIn(ctx, visitor(), withRecovery(codes[3]!.toUpperCase().replace('-', ' ')), null)

    expect(signedIn.twoFactor).toBe(true)
    await expect(signIn(ctx, visitor(), withRecovery(codes[3]!), null)).rejects.toMatchObject({ code: 'accounts.recovery_code_wrong' })
    expect((await actionsOf(ada.userId)).at(-1)).toEqual({
      action: 'accounts.recovery_code_used',
      actorId: ada.userId,
      details: { recoveryCodesLeft: 9 },
    })
    expect(await mailed()).toContainEqual({ to: email, subject: 'A recovery code was used' })
    expect(mails.find(({ subject }) => subject === 'A recovery code was used')!.text).toContain('Codes left: 9.')
  })

  it('opens it once when several browsers send the same code at the same time', async () => {
    const { codes } = await turnOn()
    const results = await Promise.allSettled([1, 2, 3, 4].map(() => signIn(ctx, visitor(), withRecovery(codes[0]!), null)))

    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await storedCodes()).filter(({ usedAt }) => usedAt)).toHaveLength(1)
  })

  it('still asks for the password', async () => {
    const { codes } = await turnOn()

    await expect(signIn(ctx, visitor(), { ...withRecovery(codes[0]!), password: 'another password' }, null)).rejects.toMatchObject({
      code: 'accounts.credentials_wrong',
    })
    expect((await storedCodes()).filter(({ usedAt }) => usedAt)).toEqual([])
  })

  it('does not take another person’s code', async () => {
    const { codes } = await turnOn()
    await openAccount(ctx, { name: 'Eve', email: 'eve@example.org', password })
    const eve = await signIn(ctx, visitor(), { email: 'eve@example.org', password, persistent: false }, null)
    const actor = { ...visitor(), ...eve.signedIn }
    await turnOnTwoFactor(ctx, actor, { password, code: codeAt((await offerTwoFactor(ctx, actor)).secret, ctx.now) })

    await expect(signIn(ctx, visitor(), { ...withRecovery(codes[0]!), email: 'eve@example.org' }, null)).rejects.toMatchObject({
      code: 'accounts.recovery_code_wrong',
    })
    expect((await storedCodes()).filter(({ usedAt }) => usedAt)).toEqual([])
  })
})

it('stops who has the password from guessing codes from ever new addresses', async () => {
  const { secret } = await turnOn()
  const guess = (address: string) =>
    signIn(ctx, visitor({ address }), { email, password, persistent: false, code: '000000' }, null).catch(({ code }) => code as string)

  for (let n = 0; n < 20; n++) expect(await guess(`10.0.1.${n}`)).toBe('accounts.code_wrong')
  expect(await guess('10.0.2.1')).toBe('accounts.too_many_codes')
  await expect(signIn(ctx, visitor(), withCode(secret), null)).rejects.toMatchObject({ code: 'accounts.too_many_codes' })
})

describe('new recovery codes', () => {
  it('take the place of the old ones, for a password or for a code', async () => {
    const { secret, codes, actor } = await turnOn()
    const second = await renewRecoveryCodes(ctx, actor, { password })
    const third = await renewRecoveryCodes(ctx, actor, { code: codeAt(secret, ctx.now) })

    expect(await storedCodes()).toHaveLength(10)
    for (const code of [codes[0]!, second[0]!])
      await expect(signIn(ctx, visitor(), withRecovery(code), null)).rejects.toMatchObject({ code: 'accounts.recovery_code_wrong' })
    expect((await signIn(ctx, visitor(), withRecovery(third[0]!), null)).signedIn.twoFactor).toBe(true)
  })

  it('are refused for a wrong password, a wrong code and without a second factor', async () => {
    await expect(renewRecoveryCodes(ctx, ada, { password })).rejects.toMatchObject({ code: 'accounts.two_factor_not_set_up' })
    const { actor } = await turnOn()
    const before = await storedCodes()

    await expect(renewRecoveryCodes(ctx, actor, { password: 'another password' })).rejects.toMatchObject({
      code: 'accounts.password_wrong',
    })
    await expect(renewRecoveryCodes(ctx, actor, { code: '000000' })).rejects.toMatchObject({ code: 'accounts.code_wrong' })
    expect(await storedCodes()).toEqual(before)
  })
})

describe('turning it off', () => {
  it('takes both factors, ends every session and leaves no code', async () => {
    const { secret, actor, opened } = await turnOn()
    const after = await turnOffTwoFactor(ctx, actor, { password, code: codeAt(secret, ctx.now) })

    expect(await findSession(ctx, opened.token)).toBeNull()
    expect(await findSession(ctx, after.token)).toMatchObject({ twoFactor: false })
    expect(await storedUser()).toMatchObject({ totpSecret: null, totpUsedStep: null })
    expect(await storedCodes()).toEqual([])
    expect((await actionsOf(ada.userId)).map(({ action }) => action)).toEqual(['accounts.two_factor_on', 'accounts.two_factor_off'])
    expect(await mailed()).toContainEqual({ to: email, subject: 'Two-factor sign-in is off' })
  })

  it('takes a recovery code where the phone is lost', async () => {
    const { codes, actor } = await turnOn()
    await turnOffTwoFactor(ctx, actor, { password, recoveryCode: typed(codes[0]!) })

    expect(await storedUser()).toMatchObject({ totpSecret: null })
  })

  it.each([
    ['a wrong password', { password: 'another password' }, 'accounts.password_wrong'],
    ['a wrong code', { code: '000000' }, 'accounts.code_wrong'],
  ])('refuses %s and changes nothing', async (_, over, refusal) => {
    const { secret, actor, opened } = await turnOn()
    const before = await storedUser()

    await expect(turnOffTwoFactor(ctx, actor, { password, code: codeAt(secret, ctx.now), ...over })).rejects.toMatchObject({
      code: refusal,
    })
    expect(await storedUser()).toEqual(before)
    expect(await storedCodes()).toHaveLength(10)
    expect(await findSession(ctx, opened.token)).not.toBeNull()
  })

  it.each(['moderator', 'admin'] as const)('is not for a %s', async (role) => {
    const { secret, actor } = await turnOn()
    await ctx.db.update(users).set({ role })
    const before = await storedUser()

    await expect(turnOffTwoFactor(ctx, { ...actor, role }, { password, code: codeAt(secret, ctx.now) })).rejects.toMatchObject({
      code: 'accounts.two_factor_obligatory',
    })
    expect(await storedUser()).toEqual(before)
  })
})
