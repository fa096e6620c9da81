import { and, asc, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { conversationMembers, conversations, messageVersions, messages, shopMembers, users } from '#db/schema'
import { addShopMember } from '#server/domains/shops'
import { jobs } from '#server/jobs'
import { systemActor, visitor, type Actor } from '#server/platform/actor'
import { topicChannel } from '#server/platform/realtime-bus/topics'
import { conversationPageSchema, messagePageSchema } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'
import { EDIT_MINUTES, MESSAGE_MOST_CHARACTERS } from '#shared/lifecycles/chat'
import { buying } from '../../../tests/support/buying'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { smallShop } from '../../../tests/support/small-shop'
import { countUnread } from './count-unread'
import { deleteMessage, editMessage } from './edit-message'
import { getConversation, listConversations, listShopConversations } from './list-conversations'
import { listMessages } from './list-messages'
import { mayWatchConversation } from './may-watch-conversation'
import { openConversation } from './open-conversation'
import { erasePersonalData } from './personal-data'
import { readConversation } from './read-conversation'
import { sendMessage } from './send-message'

const ctx = await testContext({}, jobs)
const WEEK_AGO = new Date(Date.now() - 7 * 24 * 60 * 60 * 1000)
const shopper = (name = 'Ada Lovelace') => make(ctx).user({ name, createdAt: WEEK_AGO })
let shop: Awaited<ReturnType<typeof smallShop>>
beforeAll(async () => {
  shop = await smallShop(ctx)
})

const say = (actor: Actor, way: { conversationId: string; shopId: string | null }, body: string, clientId: string = crypto.randomUUID()) =>
  sendMessage(ctx, actor, way, { clientId, body })

/** A shopper who has asked about the bowl, and both ways to what they say. */
async function asked(body = 'Is it oven proof?') {
  const buyer = await shopper()
  const conversationId = await openConversation(ctx, buyer, { about: 'product', slug: shop.bowl.slug })
  const [mine, theirs] = [
    { conversationId, shopId: null },
    { conversationId, shopId: shop.shopId },
  ]
  await say(buyer, mine, body)
  return { buyer, conversationId, mine, theirs }
}
const rowsOf = (conversationId: string) =>
  ctx.db.select().from(messages).where(eq(messages.conversationId, conversationId)).orderBy(asc(messages.seq))
const stateOf = async (conversationId: string) => ({
  conversation: await ctx.db.select().from(conversations).where(eq(conversations.id, conversationId)),
  messages: await rowsOf(conversationId),
})

describe('opening a conversation', () => {
  it('gives the one there is with the shop, and names what is spoken of once in a row', async () => {
    const { buyer, conversationId, mine } = await asked()
    const open = (slug: string) => openConversation(ctx, buyer, { about: 'product', slug })

    expect(await open(shop.bowl.slug)).toBe(conversationId)
    await say(buyer, mine, 'And dish washer proof?')
    expect(await open(shop.bowl.slug)).toBe(conversationId)
    expect(await open(shop.cup.slug)).toBe(conversationId)
    expect(await openConversation(ctx, buyer, { about: 'shop', slug: shop.bowl.shop.slug })).toBe(conversationId)
    expect(await open(shop.bowl.slug)).toBe(conversationId)

    expect((await rowsOf(conversationId)).map(({ kind, context }) => (context?.kind === 'product' ? context.title : kind))).toEqual([
      'Bowl',
      'text',
      'text',
      'Cup',
      'Bowl',
    ])
  })

  it('makes one only, however many ask at once', async () => {
    const buyer = await shopper()
    const ids = await Promise.all(Array.from({ length: 4 }, () => openConversation(ctx, buyer, { about: 'product', slug: shop.cup.slug })))
    expect(new Set(ids).size).toBe(1)
    expect(await rowsOf(ids[0]!)).toHaveLength(1)
  })

  it('speaks of an order, to its buyer', async () => {
    const { fill, start, pay } = buying(ctx)
    const [buyer, other] = [await shopper(), await shopper()]
    await fill(buyer, shop.bowl)
    const { groupNumber } = await pay(buyer, (await start(buyer)).checkout.id)
    const about = { about: 'order' as const, number: `${groupNumber}-1` }

    const conversationId = await openConversation(ctx, buyer, about)
    const { items } = await listMessages(ctx, buyer, { conversationId, shopId: null }, {})
    expect(items).toMatchObject([{ kind: 'context', context: { kind: 'order', number: about.number, groupNumber } }])
    await expect(openConversation(ctx, other, about)).rejects.toMatchObject({ code: 'chat.order_not_found' })
  })

  it('is refused to visitors, to the team, without a verified address, and to shops that cannot be seen', async () => {
    const before = await ctx.db.$count(conversations)
    const hidden = await make(ctx).shop({ status: 'suspended' })
    const unproven = await make(ctx).user({ emailVerifiedAt: null })
    const about = { about: 'product' as const, slug: shop.bowl.slug }

    await expect(openConversation(ctx, visitor(), about)).rejects.toMatchObject({ code: 'chat.not_signed_in' })
    await expect(openConversation(ctx, shop.keeper, about)).rejects.toMatchObject({ code: 'chat.own_shop' })
    await expect(openConversation(ctx, unproven, about)).rejects.toMatchObject({ kind: 'forbidden' })
    await expect(openConversation(ctx, await shopper(), { about: 'shop', slug: hidden.slug })).rejects.toMatchObject({ kind: 'not_found' })
    expect(await ctx.db.$count(conversations)).toBe(before)
  })

  it('is for ten shops an hour, for new accounts half of them, and coming back costs nothing', async () => {
    const slugs = await Promise.all(Array.from({ length: 11 }, async () => (await make(ctx).shop()).slug))
    for (const [createdAt, most] of [
      [WEEK_AGO, 10],
      [new Date(), 5],
    ] as const) {
      const buyer = await make(ctx).user({ createdAt })
      const open = (place: number) => openConversation(ctx, buyer, { about: 'shop', slug: slugs[place]! })
      for (let place = 0; place < most; place++) await open(place)
      await expect(open(most)).rejects.toMatchObject({ kind: 'too_many', code: 'chat.too_many_conversations' })
      await open(0)
      expect(await ctx.db.$count(conversations, eq(conversations.buyerId, buyer.userId))).toBe(most)
    }
  })
})

describe('sending', () => {
  it('stores a message once, in the order in which it came, signed by who wrote it', async () => {
    const { buyer, mine, theirs } = await asked()
    const clientId = crypto.randomUUID()
    const first = await say(shop.keeper, theirs, 'Yes.', clientId)
    expect(await say(shop.keeper, theirs, 'Something else', clientId)).toEqual(first)

    const page = messagePageSchema.parse(await listMessages(ctx, buyer, mine, {}))
    expect(page.items.map(({ seq, rev, side, isOwn, body }) => ({ seq, rev, side, isOwn, body }))).toEqual([
      { seq: 3, rev: 3, side: 'shop', isOwn: false, body: 'Yes.' },
      { seq: 2, rev: 2, side: 'buyer', isOwn: true, body: 'Is it oven proof?' },
      { seq: 1, rev: 1, side: 'buyer', isOwn: true, body: '' },
    ])
    expect(page.items[1]!.senderName).toBe('Ada L.')
    expect(page.items[0]).toMatchObject({ clientId: null })
    expect(page.items[2]).toMatchObject({ context: { kind: 'product', title: 'Bowl', card: { slug: shop.bowl.slug } } })
  })

  it('is for both sides alone: everybody else finds no conversation, and changes nothing', async () => {
    const { buyer, mine, theirs, conversationId } = await asked()
    const other = await smallShop(ctx)
    const before = await stateOf(conversationId)
    const ways: [Actor, typeof theirs | typeof mine][] = [
      [await shopper(), mine],
      [shop.keeper, mine],
      [buyer, theirs],
      [other.keeper, theirs],
      [other.keeper, { conversationId, shopId: other.shopId }],
      [shop.admin, theirs],
      [shop.admin, mine],
    ]
    for (const [who, way] of ways) {
      const refused = { code: 'chat.not_found' }
      await expect(say(who, way, 'Hello')).rejects.toMatchObject(refused)
      await expect(listMessages(ctx, who, way, {})).rejects.toMatchObject(refused)
      await expect(getConversation(ctx, who, way)).rejects.toMatchObject(refused)
      await expect(readConversation(ctx, who, way, { seq: 1 })).rejects.toMatchObject(refused)
      await expect(editMessage(ctx, who, way, 2, { body: 'Hello' })).rejects.toMatchObject(refused)
      await expect(deleteMessage(ctx, who, way, 2)).rejects.toMatchObject(refused)
    }
    expect(await stateOf(conversationId)).toEqual(before)
  })

  it('finds the same conversation by an id in capitals', async () => {
    const { theirs, mine, buyer } = await asked()
    const inCapitals = (way: typeof theirs | typeof mine) => ({
      conversationId: idSchema.parse(way.conversationId.toUpperCase()),
      shopId: way.shopId && idSchema.parse(way.shopId.toUpperCase()),
    })
    expect(await say(shop.keeper, inCapitals(theirs), 'Yes.')).toMatchObject({ seq: 3 })
    expect(await listMessages(ctx, buyer, inCapitals(mine), {})).toEqual(await listMessages(ctx, buyer, mine, {}))
  })

  it('ends with the membership', async () => {
    const { theirs } = await asked()
    const helper = await make(ctx).user({ createdAt: WEEK_AGO })
    await addShopMember(ctx, systemActor, shop.shopId, { userId: helper.userId, role: 'staff' })
    await say(helper, theirs, 'I will look.')
    await ctx.db.delete(shopMembers).where(eq(shopMembers.userId, helper.userId))
    await expect(say(helper, theirs, 'It is.')).rejects.toMatchObject({ code: 'chat.not_found' })
    await expect(listMessages(ctx, helper, theirs, { afterRev: 0 })).rejects.toMatchObject({ code: 'chat.not_found' })
  })

  it('is refused to the disabled, to shoppers who joined the shop, and to whom nobody would read', async () => {
    const { buyer, mine, theirs, conversationId } = await asked()
    const before = await stateOf(conversationId)
    await ctx.db.update(users).set({ status: 'disabled' }).where(eq(users.id, buyer.userId))
    await expect(say(buyer, mine, 'Hello')).rejects.toMatchObject({ kind: 'unauthenticated' })
    await ctx.db.update(users).set({ status: 'erased' }).where(eq(users.id, buyer.userId))
    await expect(say(shop.keeper, theirs, 'Hello')).rejects.toMatchObject({ code: 'chat.person_gone' })
    await ctx.db.update(users).set({ status: 'active' }).where(eq(users.id, buyer.userId))
    await addShopMember(ctx, systemActor, shop.shopId, { userId: buyer.userId, role: 'staff' })
    await expect(say(buyer, mine, 'Hello')).rejects.toMatchObject({ code: 'chat.own_shop' })
    await expect(say(buyer, theirs, 'Hello')).rejects.toMatchObject({ code: 'chat.own_shop' })
    expect(await stateOf(conversationId)).toEqual(before)
  })

  it('takes from one character to four thousand, and an answer to what is there', async () => {
    const { buyer, mine, conversationId } = await asked()
    const before = await stateOf(conversationId)
    for (const body of ['', ' \u200b ', 'x'.repeat(MESSAGE_MOST_CHARACTERS + 1)])
      await expect(async () => say(buyer, mine, body)).rejects.toThrow()
    const answer = (replyToSeq: number) => sendMessage(ctx, buyer, mine, { clientId: crypto.randomUUID(), body: 'That one', replyToSeq })
    await expect(answer(3)).rejects.toMatchObject({ code: 'chat.message_not_found' })
    expect(await stateOf(conversationId)).toEqual(before)

    await say(buyer, mine, 'x'.repeat(MESSAGE_MOST_CHARACTERS))
    expect(await answer(2)).toMatchObject({ seq: 4, replyToSeq: 2 })
  })

  it('is for twenty messages a minute, for new accounts ten', async () => {
    for (const [createdAt, most] of [
      [WEEK_AGO, 20],
      [new Date(), 10],
    ] as const) {
      const buyer = await make(ctx).user({ createdAt })
      const mine = { conversationId: await openConversation(ctx, buyer, { about: 'shop', slug: shop.bowl.shop.slug }), shopId: null }
      for (let count = 0; count < most; count++) await say(buyer, mine, 'Hello')
      await expect(say(buyer, mine, 'Hello')).rejects.toMatchObject({ kind: 'too_many', code: 'chat.too_many_messages' })
      expect(await rowsOf(mine.conversationId)).toHaveLength(most)
    }
  })

  it('counts what is turned to and what is put differently with it: both are written down and told to a whole team', async () => {
    const { buyer, mine, conversationId } = await asked()
    const open = (slug: string) => openConversation(ctx, buyer, { about: 'product', slug })
    const turn = async () => {
      for (let count = 0; count < 20; count++) await open(count % 2 === 0 ? shop.cup.slug : shop.bowl.slug)
    }
    await expect(turn()).rejects.toMatchObject({ code: 'chat.too_many_messages' })
    const spoken = await rowsOf(conversationId)
    expect(spoken).toHaveLength(21)
    const last = spoken.at(-1)!.context
    expect(await open(last?.kind === 'product' ? last.slug : '')).toBe(conversationId)
    await expect(editMessage(ctx, buyer, mine, 2, { body: 'Hello' })).rejects.toMatchObject({ code: 'chat.too_many_messages' })
    expect(await rowsOf(conversationId)).toEqual(spoken)
  })

  it('tells those who watch, of both sides, up to which change there is something', async () => {
    const { buyer, conversationId, theirs } = await asked()
    const heard: unknown[] = []
    ctx.bus.subscribe(topicChannel(`conversation:${conversationId}`), (change) => heard.push(change))
    for (const { userId } of [buyer, shop.keeper]) ctx.bus.subscribe(topicChannel(`person:${userId!}`), () => heard.push(userId))
    await say(shop.keeper, theirs, 'Yes.')
    await expect.poll(() => heard).toHaveLength(3)
    expect(heard).toEqual(
      expect.arrayContaining([
        { rev: 3, news: { from: shop.keeper.userId, message: expect.objectContaining({ body: 'Yes.', clientId: null }) } },
        buyer.userId,
        shop.keeper.userId,
      ]),
    )

    for (const who of [buyer, shop.keeper]) expect(await mayWatchConversation(ctx, who, conversationId, null)).toBe(true)
    for (const who of [visitor(), await shopper(), shop.admin])
      expect(await mayWatchConversation(ctx, who, conversationId, null)).toBe(false)
    expect(await mayWatchConversation(ctx, buyer, 'no-id', null)).toBe(false)
  })
})

describe('what was said', () => {
  it('can be put differently for a while, and what it was is kept', async () => {
    const { buyer, mine, theirs, conversationId } = await asked('Is it ofen proof?')
    const edited = await editMessage(ctx, buyer, mine, 2, { body: 'Is it oven proof?' })
    expect(edited).toMatchObject({ seq: 2, rev: 3, body: 'Is it oven proof?' })
    expect(await editMessage(ctx, buyer, mine, 2, { body: 'Is it oven proof?' })).toEqual(edited)
    expect(await ctx.db.select().from(messageVersions).where(eq(messageVersions.conversationId, conversationId))).toMatchObject([
      { seq: 2, rev: 2, body: 'Is it ofen proof?', why: 'edited' },
    ])

    await expect(editMessage(ctx, shop.keeper, theirs, 2, { body: 'No' })).rejects.toMatchObject({ code: 'chat.not_your_message' })
    await expect(editMessage(ctx, buyer, mine, 1, { body: 'No' })).rejects.toMatchObject({ code: 'chat.not_editable' })
    await expect(editMessage(ctx, buyer, mine, 9, { body: 'No' })).rejects.toMatchObject({ code: 'chat.message_not_found' })
    const before = await stateOf(conversationId)
    ctx.travelTo(new Date(Date.now() + EDIT_MINUTES * 60_000 + 1000))
    await expect(editMessage(ctx, buyer, mine, 2, { body: 'No' })).rejects.toMatchObject({ code: 'chat.not_editable' })
    ctx.travelTo(null)
    expect(await stateOf(conversationId)).toEqual(before)
  })

  it('can be taken back: a place without words stays, and a trace for moderators', async () => {
    const { buyer, mine, theirs, conversationId } = await asked('My number is 5550100')
    await expect(deleteMessage(ctx, shop.keeper, theirs, 2)).rejects.toMatchObject({ code: 'chat.not_your_message' })
    await expect(deleteMessage(ctx, buyer, mine, 1)).rejects.toMatchObject({ code: 'chat.not_deletable' })
    const deleted = await deleteMessage(ctx, buyer, mine, 2)
    expect(await deleteMessage(ctx, buyer, mine, 2)).toEqual(deleted)
    await expect(editMessage(ctx, buyer, mine, 2, { body: 'No' })).rejects.toMatchObject({ code: 'chat.not_editable' })

    const { items } = await listMessages(ctx, shop.keeper, theirs, { afterRev: 2 })
    expect(items).toMatchObject([{ seq: 2, rev: 3, body: '', deletedAt: expect.any(String) }])
    expect(await ctx.db.select().from(messageVersions).where(eq(messageVersions.conversationId, conversationId))).toMatchObject([
      { seq: 2, rev: 2, body: 'My number is 5550100', why: 'deleted' },
    ])
    await expect(ctx.db.update(messageVersions).set({ body: '' })).rejects.toThrow()
  })

  it('is given page by page, the newest first, and by its changes', async () => {
    const { buyer, mine, conversationId } = await asked()
    const [row] = (await rowsOf(conversationId)).slice(1)
    const more = Array.from({ length: 118 }, (_, index) => ({ ...row!, seq: index + 3, rev: index + 3, clientId: ctx.newId() }))
    await ctx.db.insert(messages).values(more)
    await ctx.db.update(conversations).set({ lastSeq: 120, lastRev: 120 }).where(eq(conversations.id, conversationId))

    const seqs: number[] = []
    for (let beforeSeq: number | undefined, hasMore = true; hasMore; beforeSeq = seqs.at(-1)) {
      const page = await listMessages(ctx, buyer, mine, { beforeSeq })
      seqs.push(...page.items.map(({ seq }) => seq))
      hasMore = page.hasMore
    }
    expect(seqs).toEqual(Array.from({ length: 120 }, (_, index) => 120 - index))

    const changes = await listMessages(ctx, buyer, mine, { afterRev: 60 })
    expect(changes.items.map(({ rev }) => rev)).toEqual(Array.from({ length: 50 }, (_, index) => 61 + index))
    expect(changes).toMatchObject({ hasMore: true, lastRev: 120 })
    expect(await listMessages(ctx, buyer, mine, { afterRev: 120 })).toEqual({ items: [], hasMore: false, lastRev: 120, otherReadSeq: null })
  })
})

describe('lists', () => {
  it('show who talks, what was said last and how much is unread, the newest first', async () => {
    const fresh = await smallShop(ctx)
    const buyer = await shopper('Grace Hopper')
    const other = await make(ctx).shop()
    const quiet = await openConversation(ctx, buyer, { about: 'shop', slug: other.slug })
    const conversationId = await openConversation(ctx, buyer, { about: 'product', slug: fresh.bowl.slug })
    const [mine, theirs] = [
      { conversationId, shopId: null },
      { conversationId, shopId: fresh.shopId },
    ]
    const ofShop = async () => conversationPageSchema.parse(await listShopConversations(ctx, fresh.keeper, fresh.shopId, {})).items
    const own = async () => conversationPageSchema.parse(await listConversations(ctx, buyer, {})).items

    expect(await ofShop()).toEqual([])
    await expect(getConversation(ctx, fresh.keeper, theirs)).rejects.toMatchObject({ code: 'chat.not_found' })
    await say(buyer, mine, 'Hello')
    expect(await ofShop()).toMatchObject([{ buyerName: 'Grace H.', unread: 2, latest: { body: 'Hello', isOwn: false, side: 'buyer' } }])
    expect(await own()).toMatchObject([
      { id: conversationId, shop: { name: 'Clay & Co' }, unread: 0, latest: { isOwn: true } },
      { id: quiet, unread: 0, latest: null },
    ])

    await say(fresh.keeper, theirs, 'Good day')
    expect(await ofShop()).toMatchObject([{ unread: 0 }])
    expect(await own()).toMatchObject([{ unread: 1, latest: { body: 'Good day' } }, {}])
    await expect(listShopConversations(ctx, buyer, fresh.shopId, {})).rejects.toMatchObject({ kind: 'not_found' })
    await expect(listConversations(ctx, visitor(), {})).rejects.toMatchObject({ kind: 'unauthenticated' })
  })

  it('go on page by page', async () => {
    const buyer = await shopper()
    const rows = await Promise.all(
      Array.from({ length: 30 }, async (_, index) => ({
        id: ctx.newId(),
        kind: 'direct' as const,
        shopId: (await make(ctx).shop()).id,
        buyerId: buyer.userId,
        updatedAt: new Date(Date.now() - (index % 7) * 1000),
      })),
    )
    await ctx.db.insert(conversations).values(rows)
    const first = await listConversations(ctx, buyer, {})
    const second = await listConversations(ctx, buyer, { cursor: first.nextCursor! })
    expect(first.items).toHaveLength(25)
    expect(second.nextCursor).toBe(null)
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(30)
  })
})

describe('reading', () => {
  it('only goes on, is counted by conversations, and what one of the team has read the shop has', async () => {
    const fresh = await smallShop(ctx)
    const colleague = await make(ctx).user()
    await addShopMember(ctx, systemActor, fresh.shopId, { userId: colleague.userId, role: 'staff' })
    const buyer = await shopper()
    const conversationId = await openConversation(ctx, buyer, { about: 'product', slug: fresh.bowl.slug })
    const [mine, theirs] = [
      { conversationId, shopId: null },
      { conversationId, shopId: fresh.shopId },
    ]
    await say(buyer, mine, 'Hello')
    expect(await countUnread(ctx, colleague)).toEqual({ own: 0, shops: { [fresh.shopId]: 1 }, support: 0 })

    await readConversation(ctx, fresh.keeper, theirs, { seq: 1 })
    expect(await countUnread(ctx, colleague)).toEqual({ own: 0, shops: { [fresh.shopId]: 1 }, support: 0 })
    await readConversation(ctx, fresh.keeper, theirs, { seq: 99 })
    await readConversation(ctx, fresh.keeper, theirs, { seq: 1 })
    expect(await countUnread(ctx, colleague)).toEqual({ own: 0, shops: {}, support: 0 })
    const [member] = await ctx.db
      .select()
      .from(conversationMembers)
      .where(and(eq(conversationMembers.conversationId, conversationId), eq(conversationMembers.role, 'team')))
    expect(member).toMatchObject({ userId: fresh.keeper.userId, lastReadSeq: 2 })

    await say(fresh.keeper, theirs, 'Good day')
    expect(await countUnread(ctx, buyer)).toEqual({ own: 1, shops: {}, support: 0 })
    await readConversation(ctx, buyer, mine, { seq: 3 })
    expect(await countUnread(ctx, buyer)).toEqual({ own: 0, shops: {}, support: 0 })
  })
})

describe('after the erasure of an account', () => {
  it('a shopper’s words are gone but for their places; the shop’s stay', async () => {
    const { buyer, mine, theirs, conversationId } = await asked('Quastenfrage')
    await say(shop.keeper, theirs, 'Yes.')
    await say(buyer, mine, 'Quastendank')
    await editMessage(ctx, buyer, mine, 4, { body: 'Quastendank!' })
    await deleteMessage(ctx, buyer, mine, 4)
    await say(buyer, mine, 'Quastenadieu')
    await erasePersonalData(ctx, buyer.userId)

    const { items, lastRev } = await listMessages(ctx, shop.keeper, theirs, { afterRev: 7 })
    expect(items.map(({ seq, rev, body }) => ({ seq, rev, body }))).toEqual([
      { seq: 2, rev: 8, body: '' },
      { seq: 5, rev: 9, body: '' },
    ])
    expect(lastRev).toBe(9)
    expect((await rowsOf(conversationId)).map(({ body }) => body)).toEqual(['', '', 'Yes.', '', ''])
    expect(await ctx.db.$count(messageVersions, eq(messageVersions.conversationId, conversationId))).toBe(0)
    expect(await ctx.db.$count(conversationMembers, eq(conversationMembers.userId, buyer.userId))).toBe(0)
  })

  it('of somebody who wrote for a shop, the shop’s words stay, without the name', async () => {
    const { buyer, mine, theirs } = await asked()
    const helper = await make(ctx).user({ name: 'Quasten Feld', createdAt: WEEK_AGO })
    await addShopMember(ctx, systemActor, shop.shopId, { userId: helper.userId, role: 'staff' })
    await say(helper, theirs, 'Yes.')
    await erasePersonalData(ctx, helper.userId)
    await ctx.db.update(users).set({ status: 'erased' }).where(eq(users.id, helper.userId))

    const { items } = await listMessages(ctx, buyer, mine, { afterRev: 2 })
    expect(items).toMatchObject([{ seq: 3, side: 'shop', senderName: null, body: 'Yes.', deletedAt: null }])
    expect(await ctx.db.$count(conversationMembers, eq(conversationMembers.userId, helper.userId))).toBe(0)
  })
})
