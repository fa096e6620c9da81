import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { users } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import { testContext } from '../../tests/support/context'
import { make } from '../../tests/support/make'
import { createSocketPresence } from './socket-presence'

const ctx = await testContext()
const seenAt = async ({ userId }: Actor) => (await ctx.db.select().from(users).where(eq(users.id, userId!)))[0]!.lastSeenAt
const isHere = async ({ userId }: Actor) => (await ctx.presence.online([userId!])).get(userId!)

it('says who is here at once, and notes when with the next beat, also of who has left meanwhile', async () => {
  const [ada, grace] = [await make(ctx).user(), await make(ctx).user()]
  const presence = createSocketPresence(ctx)
  for (const { userId } of [ada, grace]) presence.here({ userId, socketId: userId })
  expect([await isHere(ada), await isHere(grace)]).toEqual([true, true])
  presence.left({ userId: grace.userId, socketId: grace.userId })
  expect([await isHere(ada), await isHere(grace), await seenAt(ada)]).toEqual([true, false, null])

  await presence.beat([{ userId: ada.userId, socketId: ada.userId }])
  expect([await seenAt(ada), await seenAt(grace)]).toEqual([expect.any(Date), expect.any(Date)])
  expect([await isHere(ada), await isHere(grace)]).toEqual([true, false])
})
