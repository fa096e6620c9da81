import { and, eq } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { conversationMembers, conversations, settings, users } from '#db/schema'
import { jobs } from '#server/jobs'
import type { Actor } from '#server/platform/actor'
import { listKeptMails } from '#server/platform/mail/folder-mailer'
import { topicChannel } from '#server/platform/realtime-bus/topics'
import { mailFolder } from '#server/platform/world'
import { conversationExportQuerySchema } from '#shared/contracts/chat'
import { SUPPORT_VIEWS, UNREAD_MAIL_MINUTES } from '#shared/lifecycles/chat'
import { testContext } from '../../../tests/support/context'
import { buying } from '../../../tests/support/buying'
import { make } from '../../../tests/support/make'
import { smallShop } from '../../../tests/support/small-shop'
import { addAttachment, attachmentAddress } from './add-attachment'
import { blockConversation } from './block-conversation'
import type { Way } from './chat-locks'
import { countUnread } from './count-unread'
import { deleteMessage, editMessage } from './edit-message'
import { exportConversation } from './export-conversation'
import { handleConversation } from './handle-conversation'
import { getConversation, listConversations, listShopConversations, listSupportConversations } from './list-conversations'
import { listMessages } from './list-messages'
import { listPresence } from './list-presence'
import { signsOfChat } from './look-at-conversations'
import { mayWatchConversation, stillWatching } from './may-watch-conversation'
import { openConversation } from './open-conversation'
import { erasePersonalData, personalDataOf } from './personal-data'
import { readConversation } from './read-conversation'
import { searchMessages, searchSupportMessages } from './search-messages'
import { sendMessage } from './send-message'
import { sweepUnread } from './sweep-unread'
import { whoHears } from './who-hears'
import { whoTypes } from './who-types'

const ctx = await testContext({}, jobs)
const NOW = new Date('2026-11-21T10:00:00Z')
const WEEK_AGO = new Date('2026-11-14T10:00:00Z')
beforeEach(() => ctx.travelTo(NOW))

let shop: Awaited<ReturnType<typeof smallShop>>
let admin: Actor & { userId: string }
let moderator: Actor & { userId: string }
beforeAll(async () => {
  shop = await smallShop(ctx)
  admin = await make(ctx).user({ role: 'admin', name: 'Ann Admin', createdAt: WEEK_AGO })
  moderator = await make(ctx).user({ role: 'moderator', name: 'Mo Moderator', createdAt: WEEK_AGO })
})

const person = (over: object = {}) => make(ctx).user({ name: 'Ada Lovelace', createdAt: WEEK_AGO, ...over })
const say = (actor: Actor, way: Way, body: string, over: object = {}) =>
  sendMessage(ctx, actor, way, { clientId: crypto.randomUUID(), body, ...over })
const ways = (conversationId: string) => ({
  mine: { conversationId, shopId: null },
  desk: { conversationId, shopId: null, asStaff: true },
})

/** Somebody who has written to the marketplace. */
async function asked(body = 'Where is my money?', actor?: Actor & { userId: string }) {
  const buyer = actor ?? (await person())
  const conversationId = await openConversation(ctx, buyer, { about: 'support' })
  await say(buyer, ways(conversationId).mine, body)
  return { buyer, conversationId, ...ways(conversationId) }
}
/** Which views of the inbox have a conversation. */
async function viewsWith(conversationId: string, actor: Actor = admin) {
  const found = await Promise.all(
    SUPPORT_VIEWS.map(async (view) => {
      const { items } = await listSupportConversations(ctx, actor, { view })
      return items.some(({ id }) => id === conversationId) ? view : []
    }),
  )
  return found.flat()
}
const NOT_FOUND = { code: 'chat.not_found' }

describe('a conversation with the marketplace', () => {
  it('is one a person, which two at once open once, and is seen there once something was written', async () => {
    const buyer = await person()
    const opened = await Promise.all(Array.from({ length: 4 }, () => openConversation(ctx, buyer, { about: 'support' })))
    expect(new Set(opened).size).toBe(1)
    const { mine, desk } = ways(opened[0]!)
    await expect(getConversation(ctx, admin, desk)).rejects.toMatchObject(NOT_FOUND)
    expect(await viewsWith(opened[0]!)).toEqual([])
    expect(await getConversation(ctx, buyer, mine)).toMatchObject({
      kind: 'support',
      shop: null,
      room: null,
      handling: null,
      buyerId: null,
    })

    await say(buyer, mine, 'Hello')
    expect(await viewsWith(opened[0]!)).toEqual(['open', 'waiting'])
    expect(await getConversation(ctx, moderator, desk)).toMatchObject({ buyerName: 'Ada L.', buyerId: buyer.userId, unread: 1 })
    expect((await listConversations(ctx, buyer, {})).items).toMatchObject([{ id: opened[0], kind: 'support' }])
    await expect(ctx.db.insert(conversations).values({ id: ctx.newId(), kind: 'support', buyerId: buyer.userId })).rejects.toMatchObject({
      cause: { constraint_name: 'one_support_conversation_a_person' },
    })
  })

  it('needs a verified address, and speaks of an order of one’s own alone', async () => {
    const unverified = await person({ emailVerifiedAt: null })
    await expect(openConversation(ctx, unverified, { about: 'support' })).rejects.toMatchObject({ code: 'accounts.address_not_verified' })
    const buyer = await person()
    await expect(openConversation(ctx, buyer, { about: 'support', number: 'S-AAAAAA-1' })).rejects.toMatchObject({
      code: 'chat.order_not_found',
    })
    expect(await ctx.db.$count(conversations, eq(conversations.buyerId, buyer.userId))).toBe(0)
  })

  it('speaks of an order to its buyer and to who answers, once', async () => {
    const { fill, start, pay } = buying(ctx)
    const buyer = await person()
    await fill(buyer, shop.bowl)
    const { groupNumber } = await pay(buyer, (await start(buyer)).checkout.id)
    const about = { about: 'support' as const, number: `${groupNumber}-1` }
    const conversationId = await openConversation(ctx, buyer, about)
    expect(await openConversation(ctx, buyer, about)).toBe(conversationId)
    await say(buyer, ways(conversationId).mine, 'The bowl is broken.')
    expect((await listMessages(ctx, admin, ways(conversationId).desk, {})).items.map(({ context }) => context)).toEqual([
      null,
      { kind: 'order', number: about.number, groupNumber },
    ])
  })

  it('is answered by name, on the side of the marketplace, and read by both', async () => {
    const { buyer, conversationId, mine, desk } = await asked()
    expect(await countUnread(ctx, moderator)).toMatchObject({ support: expect.any(Number) })
    const before = (await countUnread(ctx, moderator)).support
    await readConversation(ctx, admin, desk, { seq: 1 })
    expect((await countUnread(ctx, moderator)).support).toBe(before - 1)
    expect((await listMessages(ctx, buyer, mine, {})).otherReadSeq).toBe(1)

    const answer = await say(moderator, desk, 'On its way.')
    expect(answer).toMatchObject({ side: 'shop', senderName: 'Mo M.', isOwn: true })
    expect(await viewsWith(conversationId)).toEqual(['open'])
    expect(await countUnread(ctx, buyer)).toEqual({ own: 1, shops: {}, support: 0 })
    const { items } = await listMessages(ctx, buyer, mine, {})
    expect(items).toMatchObject([
      { body: 'On its way.', side: 'shop', senderName: 'Mo M.' },
      { body: 'Where is my money?', side: 'buyer' },
    ])
    await editMessage(ctx, moderator, desk, answer.seq, { body: 'It is on its way.' })
    await expect(editMessage(ctx, admin, desk, answer.seq, { body: 'No' })).rejects.toMatchObject({ code: 'chat.not_your_message' })
    expect(await deleteMessage(ctx, moderator, desk, answer.seq)).toMatchObject({ body: '' })
  })

  it('is closed for the people of the marketplace, and opened by what the person writes', async () => {
    const { buyer, conversationId, mine, desk } = await asked()
    await expect(handleConversation(ctx, buyer, mine, { closed: true })).rejects.toMatchObject(NOT_FOUND)
    await say(buyer, mine, 'Hello?')
    await expect(handleConversation(ctx, admin, desk, { closed: true, seenSeq: 1 })).rejects.toMatchObject({ code: 'chat.unseen_message' })
    await handleConversation(ctx, admin, desk, { closed: true, seenSeq: 2 })
    expect(await viewsWith(conversationId)).toEqual(['closed'])
    await expect(handleConversation(ctx, admin, desk, { assigneeId: moderator.userId })).rejects.toMatchObject({
      code: 'chat.assignee_missing',
    })
    await say(buyer, mine, 'One more thing')
    expect(await viewsWith(conversationId)).toEqual(['open', 'waiting'])
  })

  it('is no more than nothing to shoppers and to teams of shops, whichever way they come', async () => {
    const { conversationId, mine, desk } = await asked()
    const stranger = await person()
    for (const actor of [stranger, shop.keeper])
      for (const way of [mine, desk, { conversationId, shopId: shop.shopId }]) {
        await expect(getConversation(ctx, actor, way)).rejects.toMatchObject(NOT_FOUND)
        await expect(listMessages(ctx, actor, way, {})).rejects.toMatchObject(NOT_FOUND)
        await expect(say(actor, way, 'Hello')).rejects.toMatchObject(NOT_FOUND)
        expect(await mayWatchConversation(ctx, actor, conversationId, null)).toBe(false)
      }
    // Whoever answers there comes by that way alone, and not to what is between a shopper and a shop.
    await expect(getConversation(ctx, admin, mine)).rejects.toMatchObject(NOT_FOUND)
    const direct = await openConversation(ctx, stranger, { about: 'product', slug: shop.bowl.slug })
    await say(stranger, ways(direct).mine, 'Hello')
    await expect(getConversation(ctx, admin, ways(direct).desk)).rejects.toMatchObject(NOT_FOUND)
    expect((await listShopConversations(ctx, shop.keeper, shop.shopId, {})).items.map(({ kind }) => kind)).not.toContain('support')
    for (const refused of [
      listSupportConversations(ctx, shop.keeper, {}),
      searchSupportMessages(ctx, shop.keeper, { q: 'money' }),
      listPresence(ctx, shop.keeper, { shopId: null, asStaff: true }, [conversationId]),
    ])
      await expect(refused).rejects.toMatchObject({ code: 'chat.support_not_allowed' })
  })

  it('is lost at once with the role, also to who watches it with an older session', async () => {
    const { conversationId, desk, buyer, mine } = await asked()
    const leaving = await make(ctx).user({ role: 'moderator', createdAt: WEEK_AGO })
    const watching = { userId: leaving.userId, id: conversationId, byKey: false }
    expect(await mayWatchConversation(ctx, leaving, conversationId, null)).toBe(true)
    expect(await stillWatching(ctx, [watching])).toEqual([watching])
    expect(await whoTypes(ctx, leaving, conversationId, { side: 'shop', key: null })).toMatchObject({ side: 'shop' })

    const heard = new Promise<unknown>((resolve) => ctx.bus.subscribe(topicChannel(`conversation:${conversationId}`), resolve))
    await say(buyer, mine, 'Hello?')
    const { news } = (await heard) as { news: Parameters<typeof whoHears>[2] }
    const hears = async () =>
      (
        await whoHears(
          ctx,
          conversationId,
          news,
          [leaving, buyer, shop.keeper, admin].map(({ userId }) => ({ userId, byKey: false })),
        )
      ).map(({ userId }) => userId)
    expect((await hears()).sort()).toEqual([leaving.userId, admin.userId].sort())

    await ctx.db.update(users).set({ role: 'member' }).where(eq(users.id, leaving.userId))
    expect(await hears()).toEqual([admin.userId])
    expect(await stillWatching(ctx, [watching])).toEqual([])
    expect(await mayWatchConversation(ctx, leaving, conversationId, null)).toBe(false)
    expect(await whoTypes(ctx, leaving, conversationId, { side: 'shop', key: null })).toBeNull()
    await expect(say(leaving, desk, 'Hello')).rejects.toMatchObject(NOT_FOUND)
    await expect(getConversation(ctx, leaving, desk)).rejects.toMatchObject(NOT_FOUND)
    await expect(listSupportConversations(ctx, leaving, {})).rejects.toMatchObject({ code: 'chat.support_not_allowed' })
  })

  it('of one who answers there is answered by the others', async () => {
    const { conversationId, desk, mine } = await asked('Who answers me?', moderator)
    await expect(getConversation(ctx, moderator, desk)).rejects.toMatchObject(NOT_FOUND)
    expect(await viewsWith(conversationId, moderator)).toEqual([])
    expect((await searchSupportMessages(ctx, moderator, { q: 'answers' })).items).toEqual([])
    expect(await say(admin, desk, 'I do.')).toMatchObject({ side: 'shop' })
    expect((await listMessages(ctx, moderator, mine, {})).items.map(({ side }) => side)).toEqual(['shop', 'buyer'])
  })

  it('has no blocks, and what is written there is not held, refused or hidden', async () => {
    await ctx.db.insert(settings).values([
      { key: 'chatHeldWords', value: ['zebra'] },
      { key: 'chatRefusedWords', value: ['giraffe'] },
      { key: 'chatMaskContacts', value: true },
    ])
    const { buyer, mine, desk } = await asked('A zebra and a giraffe wrote to me from a@example.org')
    expect((await listMessages(ctx, admin, desk, {})).items[0]).toMatchObject({
      body: 'A zebra and a giraffe wrote to me from a@example.org',
      isHeld: false,
    })
    for (const [actor, way] of [
      [buyer, mine],
      [admin, desk],
    ] as const)
      await expect(blockConversation(ctx, actor, way, { blocked: true })).rejects.toMatchObject({ code: 'chat.not_with_marketplace' })
    expect((await getConversation(ctx, buyer, mine)).blockedBy).toBeNull()
  })

  it('takes files of both, which belong to the person and to the conversation', async () => {
    const { buyer, mine, desk } = await asked()
    const bytes = Buffer.from('The bill: 12 Euro')
    const [own, answer] = [
      await addAttachment(ctx, buyer, mine, { name: 'a.txt', bytes }),
      await addAttachment(ctx, admin, desk, { name: 'b.txt', bytes }),
    ]
    const open = (actor: Actor, fileId: string) => attachmentAddress(ctx, actor, fileId, { small: false })
    await expect(open(moderator, answer.fileId)).resolves.toBeTypeOf('string')
    await expect(open(buyer, answer.fileId)).rejects.toMatchObject({ code: 'chat.attachment_not_found' })
    await say(buyer, mine, '', { attachmentIds: [own.fileId] })
    await say(moderator, desk, '', { attachmentIds: [answer.fileId] })
    for (const actor of [buyer, admin])
      for (const { fileId } of [own, answer]) await expect(open(actor, fileId)).resolves.toBeTypeOf('string')
    await expect(open(shop.keeper, own.fileId)).rejects.toMatchObject({ code: 'chat.attachment_not_found' })
  })

  it('is found and saved by both sides, under the name of the marketplace', async () => {
    const { buyer, conversationId, mine, desk } = await asked('Where is my crocodile?')
    await say(admin, desk, 'The crocodile is here.')
    for (const { items } of [
      await searchMessages(ctx, buyer, null, { q: 'crocodile' }),
      await searchMessages(ctx, buyer, null, { q: 'crocodile', conversationId }),
      await searchSupportMessages(ctx, moderator, { q: 'crocodile' }),
      await searchSupportMessages(ctx, moderator, { q: 'crocodile', conversationId }),
    ])
      expect(items.map(({ side, conversation: { kind, shop: of } }) => [side, kind, of])).toEqual([
        ['shop', 'support', null],
        ['buyer', 'support', null],
      ])
    for (const [actor, way] of [
      [buyer, mine],
      [admin, desk],
    ] as const) {
      const pieces = await Array.fromAsync(await exportConversation(ctx, actor, way, conversationExportQuerySchema.parse({})))
      expect(pieces.join('')).toMatch(
        /^Messages between Ada L\. and Souk\n[^]+ · Ada L\.\n {4}Where[^]+ · Ann A\. · Souk\n {4}The crocodile is here\.\n/,
      )
    }
  })

  it('shows who is there, and that something came without the other nodes', async () => {
    const { buyer, conversationId, mine } = await asked()
    expect(await listPresence(ctx, buyer, { shopId: null }, [conversationId])).toMatchObject([{ conversationId }])
    expect(await listPresence(ctx, admin, { shopId: null, asStaff: true }, [conversationId])).toMatchObject([{ conversationId }])
    const ids = [moderator.userId, shop.keeper.userId]
    const before = await signsOfChat(ctx, ids)
    await say(buyer, mine, 'Hello?')
    const after = await signsOfChat(ctx, ids)
    expect(ids.map((id) => after.get(id) !== before.get(id))).toEqual([true, false])
  })

  it('is told of by mail to the other side, once what was written has lain unread', async () => {
    const known = new Set((await listKeptMails(mailFolder(ctx.config))).map(({ id }) => id))
    const mailed = async (minutes: number) => {
      ctx.travelTo(new Date(NOW.getTime() + minutes * 60_000))
      await sweepUnread(ctx)
      await ctx.queue.drain()
      const fresh = (await listKeptMails(mailFolder(ctx.config))).filter(({ id }) => !known.has(id))
      for (const { id } of fresh) known.add(id)
      return fresh
    }
    const { buyer, conversationId, desk, mine } = await asked('Where is my armadillo?')
    const toStaff = (await mailed(UNREAD_MAIL_MINUTES)).filter(({ text }) => text.includes('armadillo'))
    expect(toStaff.map(({ to }) => to)).toEqual(expect.arrayContaining([admin.email, moderator.email]))
    expect(toStaff.map(({ to }) => to)).not.toContain(buyer.email)
    expect(toStaff[0]).toMatchObject({ subject: 'Ada L. has written to Souk' })
    expect(toStaff[0]!.text).toContain(`/admin/support/${conversationId}`)
    expect(await mailed(2 * UNREAD_MAIL_MINUTES)).toEqual([])

    await say(admin, desk, 'Here it is.')
    await readConversation(ctx, admin, desk, { seq: 2 })
    const toBuyer = await mailed(4 * UNREAD_MAIL_MINUTES)
    expect(toBuyer.map(({ to, subject }) => [to, subject])).toEqual([[buyer.email, 'New message from Souk']])
    expect(toBuyer[0]!.text).toContain(`/messages/${conversationId}`)
    await readConversation(ctx, buyer, mine, { seq: 2 })
  })
})

describe('the data of a person', () => {
  it('have what they wrote to the marketplace, not how it deals with it, and go with the account', async () => {
    const { buyer, conversationId, desk } = await asked('My secret')
    await say(admin, desk, 'It is safe.')
    const copy = await personalDataOf(ctx, buyer.userId)
    expect(copy.conversations).toMatchObject([{ id: conversationId, kind: 'support' }])
    expect(Object.keys((copy.conversations as object[])[0]!)).not.toContain('closedAt')
    expect(copy.messages).toMatchObject([{ conversationId, body: 'My secret' }])

    await ctx.db.transaction((db) => erasePersonalData({ ...ctx, db }, buyer.userId))
    await ctx.db.update(users).set({ status: 'erased' }).where(eq(users.id, buyer.userId))
    expect((await listMessages(ctx, admin, desk, {})).items.map(({ body, senderName }) => [body, senderName])).toEqual([
      ['It is safe.', 'Ann A.'],
      ['', null],
    ])
    await expect(say(admin, desk, 'Are you there?')).rejects.toMatchObject({ code: 'chat.person_gone' })
    await expect(say(buyer, { conversationId, shopId: null }, 'Hello')).rejects.toMatchObject({ code: 'chat.not_signed_in' })
  })

  it('of one who answered there go without what they said for the marketplace', async () => {
    const leaving = await make(ctx).user({ role: 'moderator', name: 'Lea Leaving', createdAt: WEEK_AGO })
    const { buyer, conversationId, mine, desk } = await asked()
    const { fileId } = await addAttachment(ctx, leaving, desk, { name: 'b.txt', bytes: Buffer.from('The bill') })
    await say(leaving, desk, 'Here is the bill.', { attachmentIds: [fileId] })
    await ctx.db.transaction((db) => erasePersonalData({ ...ctx, db }, leaving.userId))
    await ctx.db.update(users).set({ status: 'erased' }).where(eq(users.id, leaving.userId))
    expect((await listMessages(ctx, buyer, mine, {})).items[0]).toMatchObject({
      body: 'Here is the bill.',
      senderName: null,
      side: 'shop',
      attachments: [{ fileId }],
    })
    const ofLeaving = and(eq(conversationMembers.conversationId, conversationId), eq(conversationMembers.userId, leaving.userId))
    expect(await ctx.db.$count(conversationMembers, ofLeaving)).toBe(0)
  })

  it('keep whose account is disabled from writing', async () => {
    const { buyer, mine, desk } = await asked()
    const left = await make(ctx).user({ role: 'moderator', createdAt: WEEK_AGO })
    for (const [actor, way] of [
      [buyer, mine],
      [left, desk],
    ] as const) {
      await ctx.db.update(users).set({ status: 'disabled' }).where(eq(users.id, actor.userId))
      await expect(say(actor, way, 'Hello')).rejects.toMatchObject({ code: 'chat.not_signed_in' })
    }
  })
})
