import { beforeEach, describe, expect, it } from 'vitest'
import { emailTokens, knownDevices, refreshTokens, users } from '#db/schema'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { deleteWhatEnded } from './delete-what-ended'

const DAY_MS = 86_400_000

describe('what had ended', async () => {
  const ctx = await testContext()
  const { userId } = await make(ctx).user()
  const now = ctx.now.getTime()
  const inDays = (days: number) => new Date(now + days * DAY_MS)

  beforeEach(async () => {
    await ctx.db.delete(emailTokens)
    await ctx.db.delete(refreshTokens)
    await ctx.db.delete(knownDevices)
  })

  it('is kept for a month if it was a token, then cleared away', async () => {
    for (const days of [-31, -29, 1]) {
      const id = ctx.newId()
      const ends = { userId, tokenHash: id, expiresAt: inDays(days) }
      await ctx.db.insert(emailTokens).values({ id, purpose: 'reset', email: 'ada@example.org', ...ends })
      await ctx.db.insert(refreshTokens).values({ id, familyId: id, ...ends })
    }
    await deleteWhatEnded(ctx)

    const kept = [inDays(-29), inDays(1)]
    const ends = (rows: { expiresAt: Date }[]) => rows.map(({ expiresAt }) => expiresAt).toSorted((one, other) => +one - +other)
    expect(ends(await ctx.db.select().from(emailTokens))).toEqual(kept)
    expect(ends(await ctx.db.select().from(refreshTokens))).toEqual(kept)
  })

  it('is forgotten after more than a year if it was a browser', async () => {
    for (const days of [-401, -399]) await ctx.db.insert(knownDevices).values({ userId, deviceHash: `${days}`, lastSeenAt: inDays(days) })
    await deleteWhatEnded(ctx)
    expect((await ctx.db.select().from(knownDevices)).map(({ deviceHash }) => deviceHash)).toEqual(['-399'])
  })

  it('goes after a month if it was an account that never opened, and no other account does', async () => {
    const old = { createdAt: inDays(-31) }
    const gone = await make(ctx).user({ ...old, emailVerifiedAt: null })
    const opened = await make(ctx).user(old)
    const young = await make(ctx).user({ createdAt: inDays(-29), emailVerifiedAt: null })
    const admin = await make(ctx).user({ ...old, emailVerifiedAt: null, role: 'admin' })
    await deleteWhatEnded(ctx)

    const ids = (await ctx.db.select({ id: users.id }).from(users)).map(({ id }) => id)
    expect(ids).not.toContain(gone.userId)
    expect(ids).toEqual(expect.arrayContaining([userId, opened.userId, young.userId, admin.userId]))
  })
})
