import { describe, expect, it } from 'vitest'
import { eq } from 'drizzle-orm'
import { users } from '#db/schema'
import { chooseShown } from '#server/domains/accounts'
import { addShopMember, removeMember } from '#server/domains/shops'
import { systemActor, type Actor } from '#server/platform/actor'
import { topicChannel, type TopicChange } from '#server/platform/realtime-bus/topics'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { deleteMessage, editMessage } from './edit-message'
import { joinRoom, leaveRoom } from './join-room'
import { listMessages } from './list-messages'
import { makeRoom } from './make-room'
import { openConversation } from './open-conversation'
import { readConversation } from './read-conversation'
import { sendMessage } from './send-message'
import { whoHears } from './who-hears'

const ctx = await testContext()

/** A shopper and a shop of two, and what is announced of their conversation. */
async function talk() {
  const [owner, helper, buyer, stranger] = (await Promise.all(Array.from({ length: 4 }, () => make(ctx).user()))) as [
    Actor,
    Actor,
    Actor,
    Actor,
  ]
  const shop = await make(ctx).shop({ owner })
  await addShopMember(ctx, systemActor, shop.id, { userId: helper.userId!, role: 'staff' })
  const conversationId = await openConversation(ctx, buyer, { about: 'shop', slug: shop.slug })
  const wayOf = (actor: Actor) => ({ conversationId, shopId: actor === buyer ? null : shop.id })

  const told: TopicChange[] = []
  ctx.bus.subscribe(topicChannel(`conversation:${conversationId}`), (change) => void told.push(change as TopicChange))
  async function say(actor: Actor, body: string): Promise<TopicChange> {
    told.length = 0
    const { rev } = await sendMessage(ctx, actor, wayOf(actor), { clientId: crypto.randomUUID(), body })
    await expect.poll(() => told.some((change) => change.rev === rev)).toBe(true)
    return told.find((change) => change.rev === rev)!
  }
  const hearing = async ({ news }: TopicChange, ...actors: Actor[]) => {
    const watching = actors.map(({ userId }) => ({ userId, byKey: false }))
    const found = await whoHears(ctx, conversationId, news!, watching)
    return actors.map((actor) => found.find(({ userId }) => userId === actor.userId))
  }
  return { owner, helper, buyer, stranger, shop, conversationId, wayOf, say, hearing }
}

describe('what is told with the word of a message', () => {
  it('is what each of the others would fetch, and goes neither to strangers nor to who said it', async () => {
    const { owner, helper, buyer, stranger, wayOf, say, hearing } = await talk()
    const likeFetched = async (change: TopicChange, ...actors: Actor[]) => {
      const heard = await hearing(change, ...actors)
      for (const [place, actor] of actors.entries()) {
        const fetched = await listMessages(ctx, actor, wayOf(actor), { afterRev: change.rev! - 1 })
        expect({ items: [change.news!.message], otherReadSeq: heard[place]!.otherReadSeq }).toEqual({
          items: fetched.items,
          otherReadSeq: fetched.otherReadSeq,
        })
      }
    }
    const question = await say(buyer, 'Is it blue?')
    await likeFetched(question, owner, helper)
    expect(await hearing(question, buyer, stranger)).toEqual([undefined, undefined])

    await readConversation(ctx, helper, wayOf(helper), { seq: 1 })
    await likeFetched(await say(buyer, 'Or green?'), owner, helper)
    const answer = await say(owner, 'Blue.')
    await likeFetched(answer, buyer, helper)
    expect(await hearing(answer, owner, stranger)).toEqual([undefined, undefined])
    await chooseShown(ctx, owner, { kind: 'receipts', isShown: false })
    await likeFetched(await say(owner, 'All of it.'), buyer, helper)
    await chooseShown(ctx, buyer, { kind: 'receipts', isShown: false })
    await likeFetched(await say(helper, 'Even inside.'), buyer, owner)
  })

  it('goes to who is in a room at that moment', async () => {
    const [owner, member, left] = (await Promise.all(Array.from({ length: 3 }, () => make(ctx).user()))) as [Actor, Actor, Actor]
    const id = await makeRoom(ctx, owner, { name: `Clay ${crypto.randomUUID()}`, visibility: 'public' })
    for (const who of [member, left]) await joinRoom(ctx, who, id)
    await leaveRoom(ctx, left, id)
    const watching = [owner, member, left].map(({ userId }) => ({ userId, byKey: false }))
    const way = { conversationId: id, shopId: null }
    const message = await sendMessage(ctx, owner, way, { clientId: crypto.randomUUID(), body: 'Hello' })
    const news = { from: owner.userId, message }
    expect(await whoHears(ctx, id, news, watching)).toEqual([{ userId: member.userId, byKey: false, otherReadSeq: null }])
    expect(await whoHears(ctx, id, news, [{ userId: null, byKey: true }])).toEqual([])
    await ctx.db.update(users).set({ status: 'disabled' }).where(eq(users.id, member.userId!))
    expect(await whoHears(ctx, id, news, watching)).toEqual([])
  })

  it('is nothing once it was taken back or says something else', async () => {
    const { owner, buyer, wayOf, say, hearing } = await talk()
    const [first, second] = [await say(buyer, 'Is it blue?'), await say(buyer, 'Or green?')]
    expect(await hearing(first, owner)).toMatchObject([{ userId: owner.userId }])
    await deleteMessage(ctx, buyer, wayOf(buyer), first.news!.message.seq)
    await editMessage(ctx, buyer, wayOf(buyer), second.news!.message.seq, { body: 'Or grey?' })
    expect([await hearing(first, owner), await hearing(second, owner)]).toEqual([[undefined], [undefined]])
  })

  it('is nothing while a moderator is to look first', async () => {
    const { buyer, say } = await talk()
    expect((await say(buyer, 'May I pay by Western Union?')).news).toBeUndefined()
    expect((await say(buyer, 'Or later?')).news).toBeDefined()
  })

  it('goes to nobody who has left the team since, and to nobody on both sides', async () => {
    const { owner, helper, buyer, shop, say, hearing } = await talk()
    const question = await say(buyer, 'Is it blue?')
    await removeMember(ctx, owner, shop.id, helper.userId!)
    expect(await hearing(question, helper)).toEqual([undefined])
    await addShopMember(ctx, systemActor, shop.id, { userId: buyer.userId!, role: 'staff' })
    expect(await hearing(await say(owner, 'Blue.'), buyer)).toEqual([undefined])
  })
})
