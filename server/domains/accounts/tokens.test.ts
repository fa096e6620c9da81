import { eq } from 'drizzle-orm'
import { SignJWT, UnsecuredJWT } from 'jose'
import { hkdfSync } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { auditEntries, refreshTokens, users } from '#db/schema'
import { visitor } from '#server/platform/actor'
import type { UserStatus } from '#shared/lifecycles/user'
import { testContext, type TestContext } from '../../../tests/support/context'
import { endSessionsOf } from './end-sessions'
import { exchangeRefreshToken } from './exchange-refresh-token'
import { findBearer } from './find-bearer'
import { issueTokens } from './issue-tokens'
import { openAccount } from './open-account'
import { revokeTokens } from './revoke-tokens'
import { hashSecretToken } from './secret-token'
import { codeAt } from './totp'

const password = 'a password of some length'
const credentials = { email: 'ada@example.org', password }
const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const NOON = new Date('2026-03-01T12:00:00Z')
const after = (seconds: number) => new Date(NOON.getTime() + seconds * 1000)

let ctx: TestContext
let userId: string

beforeAll(async () => {
  ctx = await testContext()
})

beforeEach(async () => {
  await ctx.db.delete(users)
  userId = (await openAccount(ctx, { name: 'Ada', ...credentials })).id
  ctx.travelTo(NOON)
})

const issue = () => issueTokens(ctx, visitor({ address: '10.0.0.1' }), credentials, 'Test program')
const exchange = (token: string) => exchangeRefreshToken(ctx, visitor(), token, null)
const refused = { code: 'accounts.refresh_token_wrong' }
const standing = async () => (await ctx.db.select().from(refreshTokens)).filter(({ revokedAt }) => !revokedAt).length

describe('signing a program in', () => {
  it('gives an access token for at most a quarter of an hour, and a refresh token of which only the hash is stored', async () => {
    const tokens = await issue()

    expect(tokens).toMatchObject({ tokenType: 'Bearer', expiresIn: 840, refreshExpiresIn: 30 * 86_400 })
    expect(await findBearer(ctx, tokens.accessToken)).toMatchObject({ userId, sessionId: null, role: 'member', scopes: null })
    const [row] = await ctx.db.select().from(refreshTokens)
    expect(row).toMatchObject({ tokenHash: hashSecretToken(tokens.refreshToken), ip: '10.0.0.1', userAgent: 'Test program' })
    expect(JSON.stringify(row)).not.toContain(tokens.refreshToken)
  })

  it('refuses a wrong password, and nothing is stored', async () => {
    await expect(issueTokens(ctx, visitor(), { ...credentials, password: 'wrong' }, null)).rejects.toMatchObject({
      code: 'accounts.credentials_wrong',
    })
    expect(await standing()).toBe(0)
  })

  it('asks for the second factor, by which the role of an admin opens', async () => {
    await ctx.db.update(users).set({ role: 'admin', totpSecret: SECRET }).where(eq(users.id, userId))
    await expect(issue()).rejects.toMatchObject({ code: 'accounts.code_required' })
    expect(await standing()).toBe(0)

    const tokens = await issueTokens(ctx, visitor(), { ...credentials, code: codeAt(SECRET, NOON) }, null)
    expect(await findBearer(ctx, tokens.accessToken)).toMatchObject({ role: 'admin', twoFactor: true, twoFactorDue: false })
    expect(tokens.refreshExpiresIn).toBe(86_400)
  })

  it('leaves an admin without a second factor a member', async () => {
    await ctx.db.update(users).set({ role: 'admin' }).where(eq(users.id, userId))
    expect(await findBearer(ctx, (await issue()).accessToken)).toMatchObject({ role: 'member', twoFactorDue: true })
  })
})

describe('an access token', () => {
  it('ends, with a minute for clocks that differ', async () => {
    const { accessToken } = await issue()
    ctx.travelTo(after(840 + 59))
    expect(await findBearer(ctx, accessToken)).toMatchObject({ userId })
    ctx.travelTo(after(840 + 61))
    expect(await findBearer(ctx, accessToken)).toBeNull()
  })

  it.each([
    ['everything is signed out', () => endSessionsOf(ctx, userId)],
    ['the account is disabled', () => setStatus('disabled')],
    ['the account is erased', () => setStatus('erased')],
    ['the account is gone', () => ctx.db.delete(users)],
  ])('opens nothing on the next request once %s', async (_, end) => {
    const { accessToken, refreshToken } = await issue()
    await end()
    expect(await findBearer(ctx, accessToken)).toBeNull()
    await expect(exchange(refreshToken)).rejects.toMatchObject(refused)
  })

  it('opens nothing once its program signed out; other programs stay', async () => {
    const [here, elsewhere] = [await issue(), await issue()]
    await revokeTokens(ctx, here.refreshToken)
    expect(await findBearer(ctx, here.accessToken)).toBeNull()
    expect(await findBearer(ctx, elsewhere.accessToken)).toMatchObject({ userId })
    await expect(exchange(here.refreshToken)).rejects.toMatchObject(refused)
  })

  const setStatus = (status: UserStatus) => ctx.db.update(users).set({ status }).where(eq(users.id, userId))
})

describe('a forged access token', () => {
  const claims = () => ({ ver: 0, sid: '0198c0de-0000-7000-8000-000000000001', amr: ['pwd', 'otp', 'mfa'] })
  const key = (info = 'souk access tokens v1') => new Uint8Array(hkdfSync('sha256', ctx.config.secret, '', info, 32))
  const issuer = () => new URL(ctx.config.siteUrl).origin

  interface Forgery {
    header?: object
    issuer?: string
    audience?: string
    exp?: number
    key?: Uint8Array
  }
  async function forge({ header = {}, issuer: from = issuer(), audience = `${issuer()}/api`, exp = 900, key: by = key() }: Forgery = {}) {
    const [family] = await ctx.db.select().from(refreshTokens)
    return new SignJWT({ ...claims(), sid: family!.familyId })
      .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', ...header })
      .setIssuer(from)
      .setAudience(audience)
      .setSubject(userId)
      .setJti('1')
      .setIssuedAt(NOON)
      .setExpirationTime(after(exp))
      .sign(by)
  }

  beforeEach(async () => {
    await issue()
  })

  it('is told from a real one by nothing but what is wrong with it', async () => {
    expect(await findBearer(ctx, await forge())).toMatchObject({ userId })
  })

  it.each<[string, Forgery]>([
    ['is for somebody else', { audience: 'https://elsewhere.example' }],
    ['is from somebody else', { issuer: 'https://elsewhere.example' }],
    ['is of another kind', { header: { typ: 'JWT' } }],
    ['is signed by another algorithm', { header: { alg: 'HS512' } }],
    ['is over', { exp: -120 }],
    ['is signed with the secret itself', { key: new TextEncoder().encode('a secret for tests that is long enough') }],
    ['is signed with nothing, by a key of the server', { header: { kid: '../../../../dev/null' }, key: new Uint8Array(32) }],
    ['is signed with a key that it brings', { header: { jwk: { kty: 'oct', k: 'AAAA' } }, key: new Uint8Array(32) }],
  ])('opens nothing when it %s', async (_, forgery) => {
    expect(await findBearer(ctx, await forge(forgery))).toBeNull()
  })

  it('opens nothing without a signature', async () => {
    const unsecured = new UnsecuredJWT(claims()).setSubject(userId).setIssuer(issuer()).setAudience(`${issuer()}/api`).encode()
    expect(await findBearer(ctx, unsecured)).toBeNull()
    const [, payload] = (await forge()).split('.')
    for (const alg of ['none', 'None', 'NONE'])
      expect(await findBearer(ctx, `${Buffer.from(JSON.stringify({ alg, typ: 'at+jwt' })).toString('base64url')}.${payload}.`)).toBeNull()
  })

  it('opens nothing when it is a refresh token', async () => {
    expect(await findBearer(ctx, (await issue()).refreshToken)).toBeNull()
  })
})

describe('exchanging a refresh token', () => {
  it('gives the next two, and the first works no more after the grace', async () => {
    const first = await issue()
    const second = await exchange(first.refreshToken)
    expect(second.refreshToken).not.toBe(first.refreshToken)
    expect(await findBearer(ctx, second.accessToken)).toMatchObject({ userId })

    ctx.travelTo(after(11))
    await expect(exchange(first.refreshToken)).rejects.toMatchObject(refused)
  })

  it('ends the whole family when a used one comes again, and writes it down', async () => {
    const first = await issue()
    const second = await exchange(first.refreshToken)
    const other = await issue()
    ctx.travelTo(after(11))
    const third = await exchange(second.refreshToken)

    await expect(exchange(first.refreshToken)).rejects.toMatchObject(refused)

    await expect(exchange(third.refreshToken)).rejects.toMatchObject(refused)
    expect(await findBearer(ctx, third.accessToken)).toBeNull()
    expect(await findBearer(ctx, other.accessToken)).toMatchObject({ userId })
    expect(await ctx.db.select().from(auditEntries).where(eq(auditEntries.subjectId, userId))).toMatchObject([
      { action: 'accounts.refresh_token_reused' },
    ])
  })

  it('lets two tabs do it within ten seconds; both go on', async () => {
    const first = await issue()
    const [left, right] = await Promise.all([exchange(first.refreshToken), exchange(first.refreshToken)])
    ctx.travelTo(after(10))
    const late = await exchange(first.refreshToken)

    for (const tokens of [left, right, late])
      expect(await findBearer(ctx, (await exchange(tokens.refreshToken)).accessToken)).toMatchObject({ userId })
  })

  it('does not go on for ever', async () => {
    let tokens = await issue()
    for (let day = 29; day < 180; day += 29) {
      ctx.travelTo(after(day * 86_400))
      tokens = await exchange(tokens.refreshToken)
    }
    expect(tokens.refreshExpiresIn).toBeLessThanOrEqual(6 * 86_400)
    ctx.travelTo(after(180 * 86_400 + 1))
    await expect(exchange(tokens.refreshToken)).rejects.toMatchObject(refused)
  })

  it.each(['', 'soukr_nonsense', `soukr_${'a'.repeat(49)}`])('refuses %j', async (token) => {
    await expect(exchange(token)).rejects.toMatchObject(refused)
  })

  it('refuses an access token', async () => {
    await expect(exchange((await issue()).accessToken)).rejects.toMatchObject(refused)
  })
})
