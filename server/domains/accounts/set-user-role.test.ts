import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { auditEntries, sessions, users } from '#db/schema'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { openSession } from './open-session'
import { setUserRole } from './set-user-role'
import { setUserStatus } from './set-user-status'

const ctx = await testContext()
const { user } = make(ctx)
const stored = async (id: string) => (await ctx.db.select().from(users).where(eq(users.id, id)))[0]!
const toModerator = { role: 'moderator', reason: 'Helps with the queue.' } as const

describe('a role', () => {
  it('is given by an admin, for a reason, and signs its owner out', async () => {
    const [admin, ada] = [await user({ role: 'admin' }), await user()]
    await openSession(ctx, await stored(ada.userId), { address: null, userAgent: null }, { persistent: false, twoFactor: false })

    expect(await setUserRole(ctx, admin, ada.userId, toModerator)).toMatchObject({ id: ada.userId, role: 'moderator' })

    expect(await ctx.db.select().from(sessions).where(eq(sessions.userId, ada.userId))).toEqual([])
    const [entry] = await ctx.db.select().from(auditEntries).where(eq(auditEntries.subjectId, ada.userId))
    expect(entry).toMatchObject({
      actorId: admin.userId,
      action: 'accounts.role_changed',
      details: { from: 'member', to: 'moderator', reason: 'Helps with the queue.' },
    })
  })

  it('is not given by moderators and members, nor to oneself, nor to nobody', async () => {
    const [admin, moderator, ada] = [await user({ role: 'admin' }), await user({ role: 'moderator' }), await user()]

    for (const actor of [moderator, ada])
      await expect(setUserRole(ctx, actor, (await user()).userId, toModerator)).rejects.toMatchObject({ code: 'accounts.not_allowed' })
    await expect(setUserRole(ctx, admin, admin.userId, toModerator)).rejects.toMatchObject({ code: 'accounts.own_account' })
    await expect(setUserRole(ctx, admin, ctx.newId(), toModerator)).rejects.toMatchObject({ code: 'accounts.user_not_found' })
    expect((await stored(admin.userId)).role).toBe('admin')
  })

  it('stays with one of two admins who take each other’s away', async () => {
    const [one, other] = [await user({ role: 'admin' }), await user({ role: 'admin' })]

    const outcomes = await Promise.allSettled([
      setUserRole(ctx, one, other.userId, toModerator),
      setUserStatus(ctx, other, one.userId, { status: 'disabled', reason: 'Gone mad.' }),
    ])

    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const left = [await stored(one.userId), await stored(other.userId)].filter(
      ({ role, status }) => role === 'admin' && status === 'active',
    )
    expect(left).toHaveLength(1)
  })
})

it('letting somebody in again is written down as well', async () => {
  const [admin, ada] = [await user({ role: 'admin' }), await user({ status: 'disabled' })]
  await setUserStatus(ctx, admin, ada.userId, { status: 'active', reason: 'It was a mistake.' })

  const [entry] = await ctx.db.select().from(auditEntries).where(eq(auditEntries.subjectId, ada.userId))
  expect(entry).toMatchObject({
    action: 'accounts.status_changed',
    details: { from: 'disabled', to: 'active', reason: 'It was a mistake.' },
  })
})
