import { expect, it } from 'vitest'
import { addShopMember, removeMember } from '#server/domains/shops'
import { systemActor } from '#server/platform/actor'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { deleteMessage } from './edit-message'
import { revsOfConversations, signsOfChat } from './look-at-conversations'
import { mayWatchConversation, stillWatching } from './may-watch-conversation'
import { openConversation } from './open-conversation'
import { readConversation } from './read-conversation'
import { sendMessage } from './send-message'

const ctx = await testContext()

async function talk() {
  const [owner, helper, buyer, other] = await Promise.all(Array.from({ length: 4 }, () => make(ctx).user()))
  const shop = await make(ctx).shop({ owner })
  await addShopMember(ctx, systemActor, shop.id, { userId: helper!.userId, role: 'staff' })
  const conversationId = await openConversation(ctx, buyer!, { about: 'shop', slug: shop.slug })
  const say = (body: string) => sendMessage(ctx, buyer!, { conversationId, shopId: null }, { clientId: crypto.randomUUID(), body })
  return { owner: owner!, helper: helper!, buyer: buyer!, other: other!, shop, conversationId, say }
}

it('says of conversations which change is the newest, and nothing of those that are not there', async () => {
  const [one, two] = [await talk(), await talk()]
  const { seq } = await one.say('Hello')
  await one.say('Are you there?')
  await deleteMessage(ctx, one.buyer, { conversationId: one.conversationId, shopId: null }, seq)

  const revs = await revsOfConversations(ctx, [one.conversationId, two.conversationId, ctx.newId()])
  expect([...revs].sort()).toEqual(
    [
      [one.conversationId, 3],
      [two.conversationId, 0],
    ].sort(),
  )
  expect(await revsOfConversations(ctx, [])).toEqual(new Map())
})

it('has another sign for both sides once something is written, and for whose count it is once it is read', async () => {
  const { owner, helper, buyer, other, shop, conversationId, say } = await talk()
  const people = { owner, helper, buyer, other }
  const ids = Object.values(people).map(({ userId }) => userId)
  let before = await signsOfChat(ctx, ids)
  expect(before.size).toBe(4)
  async function changedFor(): Promise<string[]> {
    const after = await signsOfChat(ctx, ids)
    const changed = Object.entries(people).flatMap(([name, { userId }]) => (before.get(userId) === after.get(userId) ? [] : [name]))
    before = after
    return changed
  }
  const read = (actor: typeof owner, shopId: string | null, seq: number) =>
    readConversation(ctx, actor, { conversationId, shopId }, { seq })

  expect(await changedFor()).toEqual([])
  await say('Hello')
  expect(await changedFor()).toEqual(['owner', 'helper', 'buyer'])
  await read(helper, shop.id, 1)
  expect(await changedFor()).toEqual(['owner', 'helper'])
  await sendMessage(ctx, owner, { conversationId, shopId: shop.id }, { clientId: crypto.randomUUID(), body: 'Yes?' })
  expect(await changedFor()).toEqual(['owner', 'helper', 'buyer'])
  await read(buyer, null, 2)
  expect(await changedFor()).toEqual(['buyer'])
  expect(await changedFor()).toEqual([])
})

it('leaves those to watch who may begin to, and nobody else', async () => {
  const [here, there] = [await talk(), await talk()]
  await here.say('Hello')
  const everybody = [here.owner, here.helper, here.buyer, here.other, there.owner, there.buyer]
  const watching = everybody.flatMap(({ userId }) => [here, there].map(({ conversationId: id }) => ({ userId, id, byKey: false })))
  const mayBegin = async () => {
    const answers = await Promise.all(
      everybody.flatMap((actor) => [here, there].map(({ conversationId }) => mayWatchConversation(ctx, actor, conversationId, null))),
    )
    return watching.filter((_, index) => answers[index])
  }
  const inOrder = (some: readonly { userId: string | null; id: string }[]) => some.map(({ userId, id }) => `${userId} ${id}`).sort()

  expect(await mayBegin()).toHaveLength(4)
  expect(inOrder(await stillWatching(ctx, watching))).toEqual(inOrder(await mayBegin()))
  await removeMember(ctx, here.owner, here.shop.id, here.helper.userId)
  expect(await mayBegin()).toHaveLength(3)
  expect(inOrder(await stillWatching(ctx, watching))).toEqual(inOrder(await mayBegin()))
})

it('is not watched by an id in other letters than those of its announcements', async () => {
  const { buyer, conversationId } = await talk()
  expect(await mayWatchConversation(ctx, buyer, conversationId.toUpperCase(), null)).toBe(false)
})
