import path from 'node:path'
import { and, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { emailTokens, users } from '#db/schema'
import { linkTokenOf } from '#server/domains/accounts/email-tokens'
import { hashPassword } from '#server/domains/accounts/passwords'
import { listKeptMails } from '#server/platform/mail/folder-mailer'
import type { EmailTokenPurpose } from '#shared/lifecycles/user'
import { make } from '../support/make'
import { testServer, type Answer } from '../support/server'

const server = await testServer()
const { ctx } = server
const password = 'a password of some length'
const other = 'quite another password'
let passwordHash: string

beforeAll(async () => {
  passwordHash = await hashPassword(password)
})

const person = () => make(ctx).user({ passwordHash, emailVerifiedAt: new Date() })
const signIn = async (email: string | null, given: string) =>
  (await server.visitor().post('/api/session', { email, password: given })).status

/** The link's token that was mailed last, once there is one that is not `before`; the table holds its hash only. */
async function mailedToken(userId: string, purpose: EmailTokenPurpose, before?: string): Promise<string> {
  const read = async () => {
    const rows = await ctx.db
      .select()
      .from(emailTokens)
      .where(and(eq(emailTokens.userId, userId), eq(emailTokens.purpose, purpose)))
    const [newest] = rows.sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
    return newest && { token: linkTokenOf(ctx.config, newest.id), stored: JSON.stringify(rows) }
  }
  await expect.poll(async () => (await read())?.token ?? before, { timeout: 20_000 }).not.toBe(before)
  const { token, stored } = (await read())!
  expect(stored).not.toContain(token)
  return token
}

/** What the demonstration has mailed to an address. */
const mailsTo = async (email: string | null): Promise<string> =>
  (await listKeptMails(path.join(ctx.config.SOUK_DATA, 'mail')))
    .filter(({ to }) => to === email)
    .map(({ subject, text, html }) => `${subject}\n${text}\n${html}`)
    .join('\n')

const shown = ({ status, body, headers }: Answer, email: string) => ({
  status,
  body: JSON.parse(JSON.stringify(body ?? null).replaceAll(email, 'the address')) as unknown,
  cookies: headers.getSetCookie().map((cookie) => cookie.split('=')[0]),
})

it.each(['password', '12345678', 'qwertyuiop', 'iloveyou1', 'souk souk', 'Password1', '1234567'])('3: %s is no password', async (weak) => {
  const email = `${crypto.randomUUID()}@example.org`
  expect((await server.visitor().post('/api/accounts', { name: 'Ada', email, password: weak })).status).toBe(422)
  expect(await ctx.db.select().from(users).where(eq(users.email, email))).toEqual([])
})

describe('5: a known and an unknown address', () => {
  it('5: get the same answer when they register, and another mail', async () => {
    const known = await person()
    const unknown = `${crypto.randomUUID()}@example.org`
    const answers = []
    for (const email of [known.email!, unknown])
      answers.push(shown(await server.visitor().post('/api/accounts', { name: 'Ada', email, password: other }), email))
    expect(answers[0]).toEqual(answers[1])
    expect(await signIn(known.email, password)).toBe(200)

    await expect.poll(() => mailsTo(unknown), { timeout: 20_000 }).toMatch(/\b\d{6}\b|\d{3} \d{3}/)
    await expect.poll(() => mailsTo(known.email), { timeout: 20_000 }).toContain(known.name!)
  })

  it('5: get the same answer when they ask for a new password', async () => {
    const known = await person()
    const unknown = `${crypto.randomUUID()}@example.org`
    const answers = []
    for (const email of [known.email!, unknown])
      answers.push(shown(await server.visitor().post('/api/accounts/password-reset', { email }), email))
    expect(answers[0]).toEqual(answers[1])
  })
})

describe('8: the link by which a password is reset', () => {
  const ask = (email: string | null) => server.visitor().post('/api/accounts/password-reset', { email })
  const reset = async (token: string) =>
    (await server.visitor().post('/api/accounts/password-reset/confirm', { token, newPassword: other })).status

  it('8: works once, and ends every session and token', async () => {
    const ada = await person()
    const client = await server.as(ada)
    const { accessToken, refreshToken } = (await server.visitor().post('/api/auth/token', { email: ada.email, password })).body
    await ask(ada.email)
    const token = await mailedToken(ada.userId, 'reset')

    expect(await reset(token)).toBeLessThan(300)
    expect(await reset(token)).toBe(422)

    expect(await signIn(ada.email, password)).toBe(401)
    expect(await signIn(ada.email, other)).toBe(200)
    expect((await client.get('/api/accounts/security')).status).toBe(401)
    expect((await server.visitor().get('/api/session', { authorization: `Bearer ${accessToken}` })).status).toBe(401)
    expect((await server.visitor().post('/api/auth/refresh', { refreshToken })).status).toBe(401)
  })

  it('8: ends after an hour, and when another is asked for', async () => {
    const ada = await person()
    await ask(ada.email)
    const first = await mailedToken(ada.userId, 'reset')
    await ctx.db
      .update(emailTokens)
      .set({ expiresAt: new Date(Date.now() - 1000) })
      .where(eq(emailTokens.userId, ada.userId))
    expect(await reset(first)).toBe(422)

    await ask(ada.email)
    const second = await mailedToken(ada.userId, 'reset', first)
    expect(second).not.toBe(first)
    expect(await reset(first)).toBe(422)
    expect(await signIn(ada.email, password)).toBe(200)
    expect(await reset(second)).toBeLessThan(300)
  })

  it('11: does not skip the second factor', async () => {
    const ada = await make(ctx).user({ passwordHash, emailVerifiedAt: new Date(), totpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' })
    await ask(ada.email)
    expect(await reset(await mailedToken(ada.userId, 'reset'))).toBeLessThan(300)
    expect((await server.visitor().post('/api/session', { email: ada.email, password: other })).body.data.code).toBe(
      'accounts.code_required',
    )
  })
})

it('9: the link leads to this site, whatever host the request names', async () => {
  const ada = await person()
  const headers = { 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example', 'x-original-host': 'evil.example' }
  await server.visitor().post('/api/accounts/password-reset', { email: ada.email }, headers)
  await expect.poll(() => mailsTo(ada.email), { timeout: 20_000 }).toContain(server.url)
  expect(await mailsTo(ada.email)).not.toContain('evil.example')
})

it('10: another address wants the password, tells the old one, and counts once it is confirmed', async () => {
  const ada = await person()
  const client = await server.as(ada)
  const email = `${crypto.randomUUID()}@example.org`
  expect((await client.post('/api/accounts/email', { email, password: 'wrong' })).status).toBe(422)
  expect((await client.post('/api/accounts/email', { email, password })).status).toBeLessThan(300)

  const addressOf = async () => (await ctx.db.select().from(users).where(eq(users.id, ada.userId)))[0]!.email
  expect(await addressOf()).toBe(ada.email)
  await expect.poll(() => mailsTo(ada.email), { timeout: 20_000 }).toContain(ada.name!)

  const token = await mailedToken(ada.userId, 'change')
  expect((await client.post('/api/accounts/email/confirm', { token })).status).toBe(200)
  expect(await addressOf()).toBe(email)
})
