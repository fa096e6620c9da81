import { inArray } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { users } from '#db/schema'
import { addShopMember, removeMember } from '#server/domains/shops'
import { systemActor, visitor, type Actor } from '#server/platform/actor'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { blockConversation } from './block-conversation'
import { openConversation } from './open-conversation'
import { sendMessage } from './send-message'
import { whoTypes } from './who-types'

const ctx = await testContext()

async function talk() {
  const [owner, helper, buyer, other] = await Promise.all(
    ['Olga Klein', 'Henry Ford', 'Ada Lovelace', 'Mallory'].map((name) => make(ctx).user({ name })),
  )
  const shop = await make(ctx).shop({ owner })
  await addShopMember(ctx, systemActor, shop.id, { userId: helper!.userId, role: 'staff' })
  const conversationId = await openConversation(ctx, buyer!, { about: 'shop', slug: shop.slug })
  await sendMessage(ctx, buyer!, { conversationId, shopId: null }, { clientId: crypto.randomUUID(), body: 'Hello' })
  const types = (actor: Actor, side: 'buyer' | 'shop') => whoTypes(ctx, actor, conversationId, { side, key: null })
  return { owner: owner!, helper: helper!, buyer: buyer!, other: other!, shop, conversationId, types }
}

it('names who writes as those they write with know them', async () => {
  const { owner, helper, buyer, types } = await talk()
  expect(await types(buyer, 'buyer')).toEqual({ side: 'buyer', name: 'Ada L.' })
  expect(await types(owner, 'shop')).toEqual({ side: 'shop', name: 'Olga K.' })
  expect(await types(helper, 'shop')).toEqual({ side: 'shop', name: 'Henry F.' })
})

it('names nobody who takes no part on that side, or does so no longer', async () => {
  const { owner, helper, buyer, other, shop, conversationId, types } = await talk()
  const there = await talk()
  for (const actor of [other, there.owner, there.buyer, visitor()])
    for (const side of ['buyer', 'shop'] as const) expect(await types(actor, side)).toBeNull()
  expect([await types(buyer, 'shop'), await types(owner, 'buyer')]).toEqual([null, null])
  for (const id of [ctx.newId(), 'x', conversationId.toUpperCase()])
    expect(await whoTypes(ctx, buyer, id, { side: 'buyer', key: null })).toBeNull()

  await removeMember(ctx, owner, shop.id, helper.userId)
  expect(await types(helper, 'shop')).toBeNull()
})

it('names nobody while one side wants nothing of the other', async () => {
  const { owner, buyer, shop, conversationId, types } = await talk()
  for (const [actor, way] of [
    [buyer, { conversationId, shopId: null }],
    [owner, { conversationId, shopId: shop.id }],
  ] as const) {
    await blockConversation(ctx, actor, way, { blocked: true })
    expect([await types(buyer, 'buyer'), await types(owner, 'shop')]).toEqual([null, null])
    await blockConversation(ctx, actor, way, { blocked: false })
  }
  expect(await types(buyer, 'buyer')).not.toBeNull()
})

it('names nobody who does not show that they are there', async () => {
  const { owner, buyer, types } = await talk()
  await ctx.db
    .update(users)
    .set({ showsPresence: false })
    .where(inArray(users.id, [owner.userId, buyer.userId]))
  expect([await types(buyer, 'buyer'), await types(owner, 'shop')]).toEqual([null, null])
})
