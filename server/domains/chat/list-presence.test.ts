import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { users } from '#db/schema'
import { chooseShown, noteSeen } from '#server/domains/accounts'
import { addShopMember, removeMember } from '#server/domains/shops'
import { systemActor, visitor, type Actor } from '#server/platform/actor'
import { createMemoryPresence } from '#server/platform/presence/memory-presence'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { blockConversation } from './block-conversation'
import { listPresence } from './list-presence'
import { openConversation } from './open-conversation'
import { sendMessage } from './send-message'

/** Presence that can be told to know nothing of other nodes. */
let isAway = false
const presence = createMemoryPresence()
const ctx = await testContext({
  presence: {
    ...presence,
    online: async (ids) => new Map([...(await presence.online(ids))].map(([id, isHere]) => [id, isHere || (isAway ? null : false)])),
  },
})

async function talk() {
  const [owner, helper, buyer] = await Promise.all(Array.from({ length: 3 }, () => make(ctx).user()))
  const shop = await make(ctx).shop({ owner })
  await addShopMember(ctx, systemActor, shop.id, { userId: helper!.userId, role: 'staff' })
  const conversationId = await openConversation(ctx, buyer!, { about: 'shop', slug: shop.slug })
  await sendMessage(ctx, buyer!, { conversationId, shopId: null }, { clientId: crypto.randomUUID(), body: 'Hello' })
  /** What the shopper sees of the shop, and the shop of the shopper. */
  const seen = async () => [
    ...(await listPresence(ctx, buyer!, { shopId: null }, [conversationId])),
    ...(await listPresence(ctx, owner!, { shopId: shop.id }, [conversationId])),
  ]
  return { owner: owner!, helper: helper!, buyer: buyer!, shop, conversationId, seen }
}
const come = ({ userId }: Actor) => ctx.presence.beat(userId!, 'socket', 60)
const leave = ({ userId }: Actor) => ctx.presence.leave(userId!, 'socket')
const seenAt = async ({ userId }: Actor) => (await ctx.db.select().from(users).where(eq(users.id, userId!)))[0]!.lastSeenAt

describe('whether the other side is there', () => {
  it('is seen by both, of a shop whoever of it is', async () => {
    const { owner, helper, buyer, conversationId, seen } = await talk()
    const [away, here] = [
      { conversationId, online: false, lastSeenAt: null },
      { conversationId, online: true, lastSeenAt: null },
    ]
    expect(await seen()).toEqual([away, away])
    await come(helper)
    expect(await seen()).toEqual([here, away])
    await come(owner)
    await leave(helper)
    await come(buyer)
    expect(await seen()).toEqual([here, here])
    await leave(owner)
    expect(await seen()).toEqual([away, here])
  })

  it('is not claimed where it cannot be known, but of who is known to be there', async () => {
    const { owner, conversationId, seen } = await talk()
    await noteSeen(ctx, [owner.userId])
    isAway = true
    const unknown = { conversationId, online: null, lastSeenAt: null }
    expect(await seen()).toEqual([unknown, unknown])
    await come(owner)
    expect(await seen()).toEqual([{ conversationId, online: true, lastSeenAt: null }, unknown])
    isAway = false
  })

  it('comes with when they were last, of a shop whoever was last', async () => {
    const { owner, helper, buyer, shop, seen } = await talk()
    const begun = new Date()
    const after = (minutes: number) => new Date(begun.getTime() + minutes * 60_000)
    for (const [minutes, actor] of [
      [0, owner],
      [10, helper],
      [20, buyer],
    ] as const) {
      ctx.travelTo(after(minutes))
      await noteSeen(ctx, [actor.userId])
    }
    expect((await seen()).map(({ lastSeenAt }) => lastSeenAt)).toEqual([after(10).toISOString(), after(20).toISOString()])
    await removeMember(ctx, owner, shop.id, helper.userId)
    expect((await seen())[0]!.lastSeenAt).toBe(begun.toISOString())
    ctx.travelTo(null)
  })

  it('is hidden by who switches it off, and not even noted', async () => {
    const { owner, helper, buyer, conversationId, seen } = await talk()
    const choose = (actor: Actor, isShown: boolean) => chooseShown(ctx, actor, { kind: 'presence', isShown })
    for (const actor of [owner, buyer]) await come(actor)
    await noteSeen(ctx, [owner.userId, buyer.userId])
    for (const actor of [owner, buyer]) await choose(actor, false)
    expect([await seenAt(owner), await seenAt(buyer)]).toEqual([null, null])
    await noteSeen(ctx, [owner.userId, buyer.userId])
    expect([await seenAt(owner), await seenAt(buyer)]).toEqual([null, null])
    // A colleague who is away still shows it; of the shopper nothing is left to see.
    expect(await seen()).toEqual([{ conversationId, online: false, lastSeenAt: null }])
    await choose(helper, false)
    expect(await seen()).toEqual([])
  })

  it('is shown to nobody who takes no part, and not while one side wants nothing of the other', async () => {
    const [here, there] = [await talk(), await talk()]
    const ids = [here.conversationId, there.conversationId, ctx.newId()]
    for (const actor of [here.owner, here.buyer, there.owner, there.buyer]) await come(actor)
    const own = async (actor: Actor, shopId: string | null) =>
      (await listPresence(ctx, actor, { shopId }, ids)).map(({ conversationId }) => conversationId)
    expect(await own(here.buyer, null)).toEqual([here.conversationId])
    expect(await own(here.owner, here.shop.id)).toEqual([here.conversationId])
    expect(await own(here.owner, null)).toEqual([])
    await expect(own(here.owner, there.shop.id)).rejects.toMatchObject({ code: 'shops.not_found' })
    await expect(own(here.buyer, here.shop.id)).rejects.toMatchObject({ code: 'shops.not_found' })
    await expect(own(visitor(), null)).rejects.toMatchObject({ kind: 'unauthenticated' })

    await blockConversation(ctx, here.owner, { conversationId: here.conversationId, shopId: here.shop.id }, { blocked: true })
    expect([await own(here.buyer, null), await own(here.owner, here.shop.id)]).toEqual([[], []])
  })
})

it('notes when somebody was there no more often than every few minutes, and never goes back', async () => {
  const ada = await make(ctx).user()
  const begun = new Date()
  const at = async (seconds: number) => {
    ctx.travelTo(new Date(begun.getTime() + seconds * 1000))
    await noteSeen(ctx, [ada.userId, ada.userId])
    return ((await seenAt(ada))!.getTime() - begun.getTime()) / 1000
  }
  expect([await at(0), await at(150), await at(200), await at(100)]).toEqual([0, 0, 200, 200])
  ctx.travelTo(null)
})
