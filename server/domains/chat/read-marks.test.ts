import { describe, expect, it } from 'vitest'
import { eq } from 'drizzle-orm'
import { conversations } from '#db/schema'
import { chooseShown } from '#server/domains/accounts'
import { addShopMember } from '#server/domains/shops'
import { systemActor, type Actor } from '#server/platform/actor'
import { topicChannel } from '#server/platform/realtime-bus/topics'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { blockConversation } from './block-conversation'
import { listMessages } from './list-messages'
import { openConversation } from './open-conversation'
import { readConversation } from './read-conversation'
import { signsOfReading } from './read-marks'
import { sendMessage } from './send-message'

const ctx = await testContext()

/** A shopper and a shop of two who have written two messages each. */
async function talk() {
  const [owner, helper, buyer] = await Promise.all(Array.from({ length: 3 }, () => make(ctx).user()))
  const shop = await make(ctx).shop({ owner })
  await addShopMember(ctx, systemActor, shop.id, { userId: helper!.userId, role: 'staff' })
  const conversationId = await openConversation(ctx, buyer!, { about: 'shop', slug: shop.slug })
  const [mine, theirs] = [
    { conversationId, shopId: null },
    { conversationId, shopId: shop.id },
  ]
  const wayOf = (actor: Actor) => (actor === buyer ? mine : theirs)
  const say = (actor: Actor) => sendMessage(ctx, actor, wayOf(actor), { clientId: crypto.randomUUID(), body: 'Hello' })
  const read = (actor: Actor, seq: number) => readConversation(ctx, actor, wayOf(actor), { seq })
  const sees = async (actor: Actor) => (await listMessages(ctx, actor, wayOf(actor), { afterRev: 1000 })).otherReadSeq

  let told = 0
  ctx.bus.subscribe(topicChannel(`conversation:${conversationId}`), (change) => {
    if ((change as { rev?: number }).rev === undefined) told++
  })
  /** How often those who watch are told that something happened besides messages. */
  const timesTold = async () => {
    await new Promise((resolve) => setTimeout(resolve, 10))
    const times = told
    told = 0
    return times
  }
  const sign = async () => (await signsOfReading(ctx, [conversationId])).get(conversationId)
  for (const actor of [buyer!, buyer!]) await say(actor)
  return { owner: owner!, helper: helper!, buyer: buyer!, conversationId, mine, theirs, say, read, sees, timesTold, sign }
}

describe('how far the other side has read', () => {
  it('is told once it has grown, and changes nothing in the messages', async () => {
    const { owner, helper, buyer, conversationId, read, sees, timesTold, sign } = await talk()
    const revOf = async () => (await ctx.db.select().from(conversations).where(eq(conversations.id, conversationId)))[0]!.lastRev
    const [rev, unread] = [await revOf(), await sign()]
    expect(await sees(buyer)).toBeNull()

    await read(helper, 1)
    const read1 = await sign()
    expect([await sees(buyer), await timesTold(), read1 === unread]).toEqual([1, 1, false])
    // Once more, back, and by a colleague: nothing new to see.
    await read(helper, 1)
    await read(helper, 0)
    await read(owner, 1)
    expect([await sees(buyer), await timesTold(), (await sign()) === read1]).toEqual([1, 0, true])
    await read(owner, 99)
    expect([await sees(buyer), await timesTold(), (await sign()) === read1]).toEqual([2, 1, false])
    expect(await revOf()).toBe(rev)
  })

  it('is seen by everybody of the shop, and comes with an answer', async () => {
    const { owner, helper, buyer, read, say, sees } = await talk()
    await say(owner)
    expect([await sees(owner), await sees(helper), await sees(buyer)]).toEqual([2, 2, 3])
    await read(buyer, 3)
    expect([await sees(owner), await sees(helper)]).toEqual([3, 3])
  })

  it('is kept back by who switches it off, who then sees nothing of others', async () => {
    const { owner, helper, buyer, read, sees, timesTold, sign } = await talk()
    const choose = (actor: Actor, isShown: boolean) => chooseShown(ctx, actor, { kind: 'receipts', isShown })
    await choose(helper, false)
    const before = await sign()
    await read(helper, 2)
    expect([await sees(buyer), await timesTold(), (await sign()) === before]).toEqual([null, 0, true])
    expect([await sees(helper), await sees(owner)]).toEqual([null, 2])
    await read(owner, 1)
    expect([await sees(buyer), await timesTold()]).toEqual([1, 1])

    await choose(buyer, false)
    expect([await sees(buyer), await sees(owner)]).toEqual([null, null])
    await choose(buyer, true)
    await choose(helper, true)
    expect([await sees(buyer), await sees(owner), await sees(helper)]).toEqual([2, 2, 2])
  })

  it('is not told while one side wants nothing of the other', async () => {
    const { owner, buyer, mine, read, sees, timesTold, sign } = await talk()
    await read(owner, 1)
    await timesTold()
    await blockConversation(ctx, buyer, mine, { blocked: true })
    await read(owner, 2)
    expect([await sees(buyer), await sees(owner), await timesTold(), await sign()]).toEqual([null, null, 0, undefined])
    await blockConversation(ctx, buyer, mine, { blocked: false })
    expect([await sees(buyer), await sees(owner)]).toEqual([2, 2])
  })
})
