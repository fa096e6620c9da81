import { eq } from 'drizzle-orm'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { sessions, users } from '#db/schema'
import { visitor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { testContext } from '../../../tests/support/context'
import { findSession } from './find-session'
import { openAccount } from './open-account'
import type { OpenedSession } from './open-session'
import { signIn } from './sign-in'

const DAY_MS = 24 * 60 * 60 * 1000
const password = 'a password of some length'

let ctx: Context
let opened: OpenedSession

beforeAll(async () => {
  ctx = await testContext()
})

beforeEach(async () => {
  await ctx.db.delete(users)
  await openAccount(ctx, { name: 'Ada', email: 'ada@example.org', password })
  opened = await open()
})

const open = (persistent = false) => signIn(ctx, visitor(), { email: 'ada@example.org', password, persistent }, null)
const stored = async ({ signedIn }: OpenedSession) => (await ctx.db.select().from(sessions).where(eq(sessions.id, signedIn.sessionId)))[0]
const change = ({ signedIn }: OpenedSession, values: Partial<typeof sessions.$inferInsert>) =>
  ctx.db.update(sessions).set(values).where(eq(sessions.id, signedIn.sessionId))
const daysFromNow = (days: number) => new Date(Date.now() + days * DAY_MS)

it.each(['', 'b', 'p', 'bnonsense', "' or true --"])('finds nothing for the token %j', async (token) => {
  expect(await findSession(ctx, token)).toBeNull()
})

it('lets a session end after a day without a request, or thirty with "keep me signed in"', async () => {
  const kept = await open(true)

  expect((await stored(opened))!.expiresAt.getTime() - Date.now()).toBeCloseTo(DAY_MS, -5)
  expect((await stored(kept))!.expiresAt.getTime() - Date.now()).toBeCloseTo(30 * DAY_MS, -5)
})

it('ends a session whose idle end has passed', async () => {
  await change(opened, { expiresAt: new Date(Date.now() - 1000) })

  expect(await findSession(ctx, opened.token)).toBeNull()
  expect(await stored(opened)).toBeUndefined()
})

it('moves the idle end once half of the time is over, by the right length', async () => {
  const kept = await open(true)
  await change(opened, { expiresAt: daysFromNow(0.4) })
  await change(kept, { expiresAt: daysFromNow(14) })

  await findSession(ctx, opened.token)
  await findSession(ctx, kept.token)

  expect((await stored(opened))!.expiresAt.getTime() - Date.now()).toBeCloseTo(DAY_MS, -5)
  expect((await stored(kept))!.expiresAt.getTime() - Date.now()).toBeCloseTo(30 * DAY_MS, -5)
})

it.each([
  { persistent: false, days: 7 },
  { persistent: true, days: 180 },
])('ends a session after $days days however busy it is (kept: $persistent)', async ({ persistent, days }) => {
  const session = await open(persistent)
  await change(session, { expiresAt: daysFromNow(days * 2) })

  expect(await findSession({ ...ctx, now: daysFromNow(days - 0.01) }, session.token)).toEqual(session.signedIn)
  expect(await findSession({ ...ctx, now: daysFromNow(days + 0.01) }, session.token)).toBeNull()
  expect(await stored(session)).toBeUndefined()
})

it('notes once a minute when it was last seen', async () => {
  const openedAt = (await stored(opened))!.lastSeenAt!
  const later = (seconds: number) => new Date(openedAt.getTime() + seconds * 1000)

  await findSession({ ...ctx, now: later(59) }, opened.token)
  expect((await stored(opened))!.lastSeenAt).toEqual(openedAt)

  await findSession({ ...ctx, now: later(61) }, opened.token)
  expect((await stored(opened))!.lastSeenAt).toEqual(later(61))
})

it('ends the session of a disabled account at the next request', async () => {
  await ctx.db.update(users).set({ status: 'disabled' })

  expect(await findSession(ctx, opened.token)).toBeNull()
  expect(await stored(opened)).toBeUndefined()
})

it.each(['moderator', 'admin'] as const)('treats a %s without a second factor as a member', async (role) => {
  await ctx.db.update(users).set({ role })

  expect(await findSession(ctx, opened.token)).toMatchObject({ role: 'member', twoFactor: false, twoFactorDue: true })
})
