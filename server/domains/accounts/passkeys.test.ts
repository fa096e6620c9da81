import { eq } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { auditEntries, passkeyChallenges, passkeys, sessions, users } from '#db/schema'
import { mailSecurityChangeJob } from '#server/jobs/mail-security-change'
import { visitor, type Actor } from '#server/platform/actor'
import type { Mail } from '#server/platform/mail/mail'
import type { Job } from '#server/platform/queue/queue'
import { createAuthenticator } from '../../../tests/support/authenticator'
import { testContext, type TestContext } from '../../../tests/support/context'
import { addPasskey } from './add-passkey'
import { createAdmin } from './create-admin'
import { deleteWhatEnded } from './delete-what-ended'
import { findSession } from './find-session'
import { getSecurity } from './get-security'
import { offerPasskey } from './offer-passkey'
import { openAccount } from './open-account'
import { removePasskey } from './remove-passkey'
import { renamePasskey } from './rename-passkey'
import { signIn } from './sign-in'
import { challengePasskey, signInWithPasskey } from './sign-in-with-passkey'
import { codeAt } from './totp'

const password = 'a password of some length'
const MINUTE_MS = 60_000

let ctx: TestContext
let mails: Mail[]
let ada: Actor & { userId: string }
let key: ReturnType<typeof createAuthenticator>

beforeAll(async () => {
  const mailer = { send: async (mail: Mail) => void mails.push(mail), close: async () => {} }
  ctx = await testContext({ mailer }, [mailSecurityChangeJob as Job<never>])
})

beforeEach(async () => {
  ctx.travelTo(null)
  await ctx.db.delete(passkeyChallenges)
  await ctx.db.delete(users)
  ada = await person('ada@example.org')
  key = createAuthenticator(ctx.config.siteUrl)
  mails = []
})

async function person(email: string): Promise<Actor & { userId: string }> {
  await openAccount(ctx, { name: 'Somebody', email, password })
  return { ...visitor(), ...(await signIn(ctx, visitor(), { email, password, persistent: false }, null)).signedIn }
}
const add = async (actor: Actor = ada, authenticator = key) =>
  addPasskey(ctx, actor, { name: 'My phone', credential: authenticator.create(await offerPasskey(ctx, actor, { password })) })
const enter = async (authenticator = key, actor = visitor()) =>
  signInWithPasskey(ctx, actor, { credential: authenticator.get(await challengePasskey(ctx)), persistent: true }, 'Her browser')
const stored = () => ctx.db.select().from(passkeys)
const storedSessions = async () => (await ctx.db.select().from(sessions)).length
const actionsOf = async (userId: string) =>
  (await ctx.db.select().from(auditEntries).where(eq(auditEntries.subjectId, userId))).map(({ action }) => action)
const later = (minutes: number) => ctx.travelTo(new Date(Date.now() + minutes * MINUTE_MS))
const refused = { code: 'accounts.passkey_refused' }

describe('adding a passkey', () => {
  it('stores the public half, writes it down and tells the owner', async () => {
    const added = await add()
    await ctx.queue.drain()

    expect(added).toMatchObject({ id: key.id, name: 'My phone', lastUsedAt: null, backedUp: false })
    expect(await stored()).toMatchObject([{ id: key.id, userId: ada.userId, counter: 0, transports: ['internal'] }])
    expect((await getSecurity(ctx, ada)).passkeys).toEqual([added])
    expect(await actionsOf(ada.userId)).toEqual(['accounts.passkey_added'])
    expect(mails.map(({ to, subject }) => ({ to, subject }))).toEqual([{ to: 'ada@example.org', subject: 'A passkey was added' }])
    expect(await ctx.db.select().from(passkeyChallenges)).toEqual([])
  })

  it('asks for the password first', async () => {
    await expect(offerPasskey(ctx, ada, { password: 'another password' })).rejects.toMatchObject({ code: 'accounts.password_wrong' })
    expect(await ctx.db.select().from(passkeyChallenges)).toEqual([])
  })

  it.each([
    ['on the page of another site', { origin: 'https://evil.example' }],
    ['for another site', { rpId: 'evil.example' }],
    ['without a check of the person', { verifies: false }],
  ])('refuses one that was made %s', async (_, ways) => {
    const credential = key.create(await offerPasskey(ctx, ada, { password }), ways)

    await expect(addPasskey(ctx, ada, { name: 'Mine', credential })).rejects.toMatchObject({ code: 'accounts.passkey_not_made' })
    expect(await stored()).toEqual([])
  })

  it('takes an offer once, for five minutes, and for nobody else', async () => {
    const eve = await person('eve@example.org')
    const offer = () => offerPasskey(ctx, ada, { password })
    const attempt = (actor: Actor, challenged: Awaited<ReturnType<typeof offer>>) =>
      addPasskey(ctx, actor, { name: 'Mine', credential: createAuthenticator(ctx.config.siteUrl).create(challenged) })

    const first = await offer()
    await expect(attempt(eve, first)).rejects.toMatchObject({ code: 'accounts.passkey_not_made' })
    await attempt(ada, first)
    await expect(attempt(ada, first)).rejects.toMatchObject({ code: 'accounts.passkey_not_made' })

    const old = await offer()
    later(5.1)
    await expect(attempt(ada, old)).rejects.toMatchObject({ code: 'accounts.passkey_not_made' })
    expect(await stored()).toHaveLength(1)
  })

  it('does not give a passkey that is somebody’s to somebody else', async () => {
    await add()
    const eve = await person('eve@example.org')

    await expect(add(eve)).rejects.toMatchObject({ code: 'accounts.passkey_not_made' })
    expect(await stored()).toMatchObject([{ userId: ada.userId }])
  })

  it('is not for an admin who has not shown a second factor', async () => {
    const handedOver = (await createAdmin(ctx, 'boss@example.org')).password
    const opened = await signIn(ctx, visitor(), { email: 'boss@example.org', password: handedOver, persistent: false }, null)

    await expect(offerPasskey(ctx, { ...visitor(), ...opened.signedIn }, { password: handedOver })).rejects.toMatchObject({
      code: 'accounts.two_factor_required',
    })
  })
})

describe('signing in with a passkey', () => {
  it('opens a session that counts as both factors', async () => {
    await add()
    const opened = await enter()

    expect(await findSession(ctx, opened.token)).toMatchObject({ userId: ada.userId, twoFactor: true })
    expect(opened.persistent).toBe(true)
    expect((await stored())[0]!.lastUsedAt).not.toBeNull()
  })

  it('asks for no code where two-factor sign-in is on, and opens the role of an admin', async () => {
    const { totpSecret } = await createAdmin(ctx, 'boss@example.org', { password, withTwoFactor: true })
    const code = codeAt(totpSecret!, new Date())
    const boss = await signIn(ctx, visitor(), { email: 'boss@example.org', password, code, persistent: false }, null)
    await add({ ...visitor(), ...boss.signedIn })

    const opened = await enter()
    expect(opened.signedIn).toMatchObject({ role: 'admin', twoFactorDue: false })
    expect(opened.persistent).toBe(false)
  })

  it('ends the session that the browser had', async () => {
    await add()
    await enter(key, ada)

    expect(await ctx.db.select().from(sessions)).toMatchObject([{ userId: ada.userId, userAgent: 'Her browser' }])
  })

  it('takes a challenge once, and for five minutes', async () => {
    await add()
    const request = await challengePasskey(ctx)
    await signInWithPasskey(ctx, visitor(), { credential: key.get(request), persistent: false }, null)
    const before = await storedSessions()

    await expect(signInWithPasskey(ctx, visitor(), { credential: key.get(request), persistent: false }, null)).rejects.toMatchObject(
      refused,
    )
    const old = await challengePasskey(ctx)
    later(5.1)
    await expect(signInWithPasskey(ctx, visitor(), { credential: key.get(old), persistent: false }, null)).rejects.toMatchObject(refused)
    expect(await storedSessions()).toBe(before)
  })

  it.each([
    ['on the page of another site', { origin: 'https://evil.example' }],
    ['for another site', { rpId: 'evil.example' }],
    ['without a check of the person', { verifies: false }],
  ])('refuses what was signed %s', async (_, ways) => {
    await add()
    const before = await storedSessions()
    const credential = key.get(await challengePasskey(ctx), ways)

    await expect(signInWithPasskey(ctx, visitor(), { credential, persistent: false }, null)).rejects.toMatchObject(refused)
    expect(await storedSessions()).toBe(before)
    expect((await stored())[0]!.lastUsedAt).toBeNull()
  })

  it('refuses the signature of another key', async () => {
    await add()
    const stranger = createAuthenticator(ctx.config.siteUrl)
    const request = await challengePasskey(ctx)
    const credential = {
      ...key.get(request),
      response: { ...key.get(request).response, signature: stranger.get(request).response.signature },
    }

    await expect(signInWithPasskey(ctx, visitor(), { credential, persistent: false }, null)).rejects.toMatchObject(refused)
  })

  it('refuses a passkey that nobody has added', async () => {
    await expect(enter()).rejects.toMatchObject(refused)
  })

  it('refuses the passkey of a disabled account', async () => {
    await add()
    await ctx.db.update(users).set({ status: 'disabled' })

    await expect(enter()).rejects.toMatchObject(refused)
  })

  it('refuses a copy, whose counter goes back, and writes it down', async () => {
    await add()
    key.setCounter(7)
    await enter()
    const before = await storedSessions()

    for (const counter of [7, 3, 0]) {
      key.setCounter(counter)
      await expect(enter()).rejects.toMatchObject(refused)
    }
    expect(await storedSessions()).toBe(before)
    expect(await stored()).toMatchObject([{ counter: 7 }])
    expect((await actionsOf(ada.userId)).filter((action) => action === 'accounts.passkey_copy_refused')).toHaveLength(3)
    key.setCounter(8)
    expect((await enter()).signedIn.userId).toBe(ada.userId)
  })
})

describe('looking after passkeys', () => {
  it('renames and removes one’s own, and tells the owner of the latter', async () => {
    await add()
    expect(await renamePasskey(ctx, ada, key.id, { name: 'The old phone' })).toMatchObject({ name: 'The old phone' })
    await removePasskey(ctx, ada, key.id, { password })
    await ctx.queue.drain()

    expect(await stored()).toEqual([])
    expect(await actionsOf(ada.userId)).toEqual(['accounts.passkey_added', 'accounts.passkey_renamed', 'accounts.passkey_removed'])
    expect(mails.map(({ subject }) => subject).sort()).toEqual(['A passkey was added', 'A passkey was removed'])
    await expect(enter()).rejects.toMatchObject(refused)
  })

  it('removes none without the password', async () => {
    await add()

    await expect(removePasskey(ctx, ada, key.id, { password: 'another password' })).rejects.toMatchObject({
      code: 'accounts.password_wrong',
    })
    expect(await stored()).toHaveLength(1)
  })

  it('hides passkeys that belong to somebody else', async () => {
    await add()
    const eve = await person('eve@example.org')

    await expect(renamePasskey(ctx, eve, key.id, { name: 'Mine' })).rejects.toMatchObject({ code: 'accounts.passkey_not_found' })
    await expect(removePasskey(ctx, eve, key.id, { password })).rejects.toMatchObject({ code: 'accounts.passkey_not_found' })
    expect(await stored()).toMatchObject([{ name: 'My phone', userId: ada.userId }])
    expect((await getSecurity(ctx, eve)).passkeys).toEqual([])
  })

  it('clears challenges away that nobody answered', async () => {
    await challengePasskey(ctx)
    later(4)
    await deleteWhatEnded(ctx)
    expect(await ctx.db.select().from(passkeyChallenges)).toHaveLength(1)

    later(6)
    await deleteWhatEnded(ctx)
    expect(await ctx.db.select().from(passkeyChallenges)).toEqual([])
  })
})
