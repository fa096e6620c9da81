import { eq } from 'drizzle-orm'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { auditEntries, sessions, users } from '#db/schema'
import { systemActor, visitor, type Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { testContext } from '../../../tests/support/context'
import { endSession, liveSessions, SESSIONS_CHANNEL } from './end-sessions'
import { listSessions } from './list-sessions'
import { openAccount } from './open-account'
import { revokeOtherSessions } from './revoke-other-sessions'
import { revokeSession } from './revoke-session'
import { setUserStatus } from './set-user-status'
import { signIn } from './sign-in'
import { signOut } from './sign-out'

const password = 'a password of some length'

let ctx: Context
let heard: unknown[]

beforeAll(async () => {
  ctx = await testContext()
  ctx.bus.subscribe(SESSIONS_CHANNEL, (message) => heard.push(message))
})

beforeEach(async () => {
  await ctx.db.delete(users)
  await openAccount(ctx, { name: 'Ada', email: 'ada@example.org', password })
  await openAccount(ctx, { name: 'Eve', email: 'eve@example.org', password })
  heard = []
})

async function signedIn(email: string): Promise<Actor & { sessionId: string; userId: string }> {
  return { ...visitor(), ...(await signIn(ctx, visitor({ address: '10.0.0.1' }), { email, password, persistent: false }, null)).signedIn }
}
const storedIds = async () => (await ctx.db.select({ id: sessions.id }).from(sessions)).map(({ id }) => id).sort()
const announced = () => new Promise((resolve) => setTimeout(resolve, 50))

it('announces the end of a session when one signs out', async () => {
  const ada = await signedIn('ada@example.org')
  await signOut(ctx, ada)
  await announced()

  expect(await storedIds()).toEqual([])
  expect(heard).toEqual([{ sessionIds: [ada.sessionId] }])
})

it('revokes a session of one’s own somewhere else', async () => {
  const here = await signedIn('ada@example.org')
  const there = await signedIn('ada@example.org')
  await revokeSession(ctx, here, there.sessionId)
  await announced()

  expect(await storedIds()).toEqual([here.sessionId])
  expect(heard).toEqual([{ sessionIds: [there.sessionId] }])
})

it('does not revoke what belongs to somebody else', async () => {
  const ada = await signedIn('ada@example.org')
  const eve = await signedIn('eve@example.org')
  await revokeSession(ctx, eve, ada.sessionId)
  await announced()

  expect(await storedIds()).toEqual([ada.sessionId, eve.sessionId].sort())
  expect(heard).toEqual([])
})

it('signs out everywhere but here, and writes it down', async () => {
  const here = await signedIn('ada@example.org')
  const there = [await signedIn('ada@example.org'), await signedIn('ada@example.org')].map(({ sessionId }) => sessionId)
  const eve = await signedIn('eve@example.org')
  await revokeOtherSessions(ctx, here)
  await announced()

  expect(await storedIds()).toEqual([here.sessionId, eve.sessionId].sort())
  expect(heard.flatMap((message) => (message as { sessionIds: string[] }).sessionIds).sort()).toEqual(there.sort())
  expect(await ctx.db.select().from(auditEntries).where(eq(auditEntries.actorId, here.userId))).toMatchObject([
    { action: 'accounts.other_sessions_revoked', subjectId: here.userId, details: { sessions: 2 } },
  ])
})

it('ends every session of an account that is disabled', async () => {
  const first = await signedIn('ada@example.org')
  const second = await signedIn('ada@example.org')
  const eve = await signedIn('eve@example.org')
  await setUserStatus(ctx, systemActor, first.userId, { status: 'disabled', reason: 'Was taken over.' })
  await announced()

  expect(await storedIds()).toEqual([eve.sessionId])
  expect(heard.flatMap((message) => (message as { sessionIds: string[] }).sessionIds).sort()).toEqual(
    [first.sessionId, second.sessionId].sort(),
  )
})

it('does not let members disable anybody', async () => {
  const ada = await signedIn('ada@example.org')
  const eve = await signedIn('eve@example.org')

  await expect(setUserStatus(ctx, eve, ada.userId, { status: 'disabled', reason: 'Because.' })).rejects.toMatchObject({
    code: 'accounts.not_allowed',
  })
  expect(await ctx.db.select().from(users).where(eq(users.id, ada.userId))).toMatchObject([{ status: 'active' }])
  expect(await storedIds()).toHaveLength(2)
})

it('says nothing when the transaction that ended it fails', async () => {
  const ada = await signedIn('ada@example.org')
  await expect(
    inTransaction(ctx, async (ctx) => {
      await endSession(ctx, ada.sessionId)
      throw new Error('no')
    }),
  ).rejects.toThrow('no')
  await announced()

  expect(heard).toEqual([])
  expect(await liveSessions(ctx, [ada.sessionId, 'another'])).toEqual(new Set([ada.sessionId]))
})

it('counts no session that has run out among those that stand', async () => {
  const { sessionId } = await signedIn('ada@example.org')
  await ctx.db
    .update(sessions)
    .set({ expiresAt: new Date(ctx.now.getTime() - 1) })
    .where(eq(sessions.id, sessionId))
  expect(await liveSessions(ctx, [sessionId])).toEqual(new Set())
})

it('lists where one is signed in and nobody else', async () => {
  const here = await signedIn('ada@example.org')
  const there = await signedIn('ada@example.org')
  await signedIn('eve@example.org')
  await ctx.db
    .update(sessions)
    .set({ createdAt: new Date(Date.now() - 60_000), userAgent: 'Elsewhere' })
    .where(eq(sessions.id, there.sessionId))

  expect(await listSessions(ctx, here)).toMatchObject([
    { id: here.sessionId, current: true, userAgent: null, address: '10.0.0.1' },
    { id: there.sessionId, current: false, userAgent: 'Elsewhere', address: '10.0.0.1' },
  ])
})
