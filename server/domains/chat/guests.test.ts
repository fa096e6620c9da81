import { eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { conversations, messages, orderGroups } from '#db/schema'
import { accessKeyOf } from '#server/domains/orders'
import { readSettings } from '#server/domains/settings'
import { jobs } from '#server/jobs'
import { visitor } from '#server/platform/actor'
import { listKeptMails } from '#server/platform/mail/folder-mailer'
import { mailFolder } from '#server/platform/world'
import { conversationPageSchema, messagePageSchema } from '#shared/contracts/chat'
import { UNREAD_MAIL_MINUTES } from '#shared/lifecycles/chat'
import { buying } from '../../../tests/support/buying'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { smallShop } from '../../../tests/support/small-shop'
import { waitingStatement } from '../../../tests/support/waiting-statement'
import { addAttachment, attachmentAddress } from './add-attachment'
import { deleteMessage, editMessage } from './edit-message'
import { getConversation, listConversations, listShopConversations } from './list-conversations'
import { listMessages } from './list-messages'
import { mayWatchConversation, stillWatching } from './may-watch-conversation'
import { openConversation } from './open-conversation'
import { readConversation } from './read-conversation'
import { sendMessage } from './send-message'
import { setShopInbox } from './shop-inbox'
import { sweepUnread } from './sweep-unread'
import { whoTypes } from './who-types'

const ctx = await testContext({}, jobs)
const { guest, fill, start, pay } = buying(ctx)
let shop: Awaited<ReturnType<typeof smallShop>>
beforeAll(async () => {
  shop = await smallShop(ctx)
})

/** An order that a guest has paid, and what its link proves. */
async function ordered(email = `${crypto.randomUUID()}@example.org`) {
  const buyer = guest()
  await fill(buyer, shop.bowl)
  const { groupNumber } = await pay(buyer, (await start(buyer, { email })).checkout.id)
  const about = { about: 'order' as const, number: `${groupNumber}-1`, key: accessKeyOf(ctx.config, groupNumber!) }
  return { email, groupNumber: groupNumber!, about }
}
/** The same, and what the guest has written about it. */
async function asked(email?: string) {
  const order = await ordered(email)
  const conversationId = await openConversation(ctx, visitor(), order.about)
  const mine = { conversationId, shopId: null, key: order.about.key }
  const theirs = { conversationId, shopId: shop.shopId }
  await sendMessage(ctx, visitor(), mine, said('When will it come?'))
  return { ...order, conversationId, mine, theirs }
}
const said = (body: string, clientId: string = crypto.randomUUID()) => ({ clientId, body })
const rowsOf = (conversationId: string) => ctx.db.select().from(messages).where(eq(messages.conversationId, conversationId))

describe('a guest’s conversation about their order', () => {
  it('is opened by the key of its link, one an order, and spoken of there', async () => {
    const { about, conversationId, mine } = await asked()
    expect(await openConversation(ctx, visitor(), about)).toBe(conversationId)
    const { items } = messagePageSchema.parse(await listMessages(ctx, visitor(), mine, {}))
    expect(items.map(({ kind, side, isOwn, body }) => [kind, side, isOwn, body])).toEqual([
      ['text', 'buyer', true, 'When will it come?'],
      ['context', 'buyer', true, ''],
    ])
    expect(await getConversation(ctx, visitor(), mine)).toMatchObject({ kind: 'order', buyerName: 'Ada L.', unread: 0 })
  })

  it('tells the shop that the guest writes, who shows the key', async () => {
    const { mine, conversationId } = await asked()
    const types = (key: string | null) => whoTypes(ctx, visitor(), conversationId, { side: 'buyer', key })
    expect(await types(mine.key)).toEqual({ side: 'buyer', name: 'Ada L.' })
    expect([await types(null), await types((await asked()).mine.key)]).toEqual([null, null])
  })

  it('shows both sides how far the other one has read', async () => {
    const { mine, theirs } = await asked()
    const seen = async () => [
      (await listMessages(ctx, visitor(), mine, {})).otherReadSeq,
      (await listMessages(ctx, shop.keeper, theirs, {})).otherReadSeq,
    ]
    await sendMessage(ctx, shop.keeper, theirs, said('Tomorrow.'))
    expect(await seen()).toEqual([3, 2])
    await readConversation(ctx, visitor(), mine, { seq: 3 })
    expect(await seen()).toEqual([3, 3])
  })

  it('is read and answered by the shop like any other, and tells the guest by a mail whose link leads there', async () => {
    const { email, groupNumber, about, conversationId, mine, theirs } = await asked()
    const { items } = conversationPageSchema.parse(await listShopConversations(ctx, shop.keeper, shop.shopId, {}))
    expect(items.find(({ id }) => id === conversationId)).toMatchObject({ buyerName: 'Ada L.', unread: 2, latest: { side: 'buyer' } })
    await sendMessage(ctx, shop.keeper, theirs, said('Tomorrow.'))
    expect((await listMessages(ctx, shop.keeper, theirs, {})).items.map(({ senderName, isOwn }) => [senderName, isOwn])).toEqual([
      [expect.any(String), true],
      ['Ada L.', false],
      ['Ada L.', false],
    ])
    expect(await getConversation(ctx, visitor(), mine)).toMatchObject({ unread: 1 })

    const mails = async () =>
      (await listKeptMails(mailFolder(ctx.config))).filter(({ to, text }) => to === email && text.includes('Tomorrow.'))
    const now = ctx.now
    ctx.travelTo(new Date(now.getTime() + UNREAD_MAIL_MINUTES * 60_000))
    await sweepUnread(ctx)
    await ctx.queue.drain()
    ctx.travelTo(now)
    const [mail, ...others] = await mails()
    expect(others).toEqual([])
    expect(mail!.text).toContain(`/orders/${groupNumber}?key=${about.key}&messages=${about.number}`)

    await readConversation(ctx, visitor(), mine, { seq: 3 })
    await readConversation(ctx, visitor(), mine, { seq: 1 })
    expect(await getConversation(ctx, visitor(), mine)).toMatchObject({ unread: 0, lastReadSeq: 3 })
  })

  it('stores once what is sent again, and lets the guest alone change it', async () => {
    const { conversationId, mine, theirs } = await asked()
    const again = said('Hello?')
    const [first, second] = await Promise.all([sendMessage(ctx, visitor(), mine, again), sendMessage(ctx, visitor(), mine, again)])
    expect(second).toEqual(first)
    await expect(editMessage(ctx, shop.keeper, theirs, first.seq, { body: 'No' })).rejects.toMatchObject({ code: 'chat.not_your_message' })
    expect(await editMessage(ctx, visitor(), mine, first.seq, { body: 'Hello!' })).toMatchObject({ body: 'Hello!', isOwn: true })
    expect(await deleteMessage(ctx, visitor(), mine, first.seq)).toMatchObject({ body: '' })
    expect(await rowsOf(conversationId)).toHaveLength(3)
  })

  it('is not silenced by who knows no key', async () => {
    const { mine } = await asked()
    const wrong = { ...mine, key: 'wrong-key-of-22-letters' }
    const { messagesAMinute } = await readSettings(ctx, ['messagesAMinute'])
    for (let times = 0; times <= messagesAMinute; times++)
      await expect(sendMessage(ctx, visitor(), wrong, said('Hello'))).rejects.toMatchObject({ code: 'chat.not_found' })
    expect(await sendMessage(ctx, visitor(), mine, said('Hello'))).toMatchObject({ seq: 3 })
  })

  it('is neither read nor opened by the key once somebody with an account has the order', async () => {
    const { about, mine, groupNumber } = await asked()
    const { userId } = await make(ctx).user()
    await ctx.db.update(orderGroups).set({ userId }).where(eq(orderGroups.number, groupNumber))
    await expect(listMessages(ctx, visitor(), mine, {})).rejects.toMatchObject({ code: 'chat.not_found' })
    await expect(sendMessage(ctx, visitor(), mine, said('Hello'))).rejects.toMatchObject({ code: 'chat.not_found' })
    await expect(openConversation(ctx, visitor(), about)).rejects.toMatchObject({ code: 'chat.not_signed_in' })
  })

  it('is not begun while the order becomes somebody’s', async () => {
    const { about, groupNumber } = await ordered()
    const { userId } = await make(ctx).user()
    let outcome: unknown
    const given = sql`update order_groups set user_id = ${userId} where number = ${groupNumber}`
    await waitingStatement(ctx, given, async () => {
      outcome = await openConversation(ctx, visitor(), about).catch(({ code }: { code?: string }) => code)
    })
    expect(outcome).toBe('chat.not_signed_in')
  })

  it('has what the shop says by itself for the shop’s, which the guest can neither change nor take along into an account', async () => {
    const own = await smallShop(ctx)
    const hours = Array<null>(7).fill(null)
    await setShopInbox(ctx, own.keeper, own.shopId, { autoReplyOn: true, autoReply: 'Back soon.', timeZone: 'UTC', hours })
    const [buyer, email] = [guest(), `${crypto.randomUUID()}@example.org`]
    await fill(buyer, own.bowl)
    const { groupNumber } = await pay(buyer, (await start(buyer, { email })).checkout.id)
    const key = accessKeyOf(ctx.config, groupNumber!)
    const conversationId = await openConversation(ctx, visitor(), { about: 'order', number: `${groupNumber}-1`, key })
    const mine = { conversationId, shopId: null, key }
    await sendMessage(ctx, visitor(), mine, said('When will it come?'))
    const auto = { kind: 'auto', side: 'shop', isOwn: false, clientId: null, senderName: null, body: 'Back soon.' }
    expect((await listMessages(ctx, visitor(), mine, {})).items[0]).toMatchObject({ seq: 3, ...auto })
    await expect(editMessage(ctx, visitor(), mine, 3, { body: 'Free for you' })).rejects.toMatchObject({ code: 'chat.not_editable' })
    await expect(deleteMessage(ctx, visitor(), mine, 3)).rejects.toMatchObject({ code: 'chat.not_deletable' })

    const account = await make(ctx).user({ email })
    await ctx.queue.publish(ctx.db, 'user.email_verified', { userId: account.userId })
    await ctx.queue.drain()
    const { items } = await listMessages(ctx, account, { conversationId, shopId: null }, {})
    expect(items.map(({ isOwn, body }) => [isOwn, body]).slice(0, 2)).toEqual([
      [false, 'Back soon.'],
      [true, 'When will it come?'],
    ])
    expect(items[0]).toMatchObject(auto)
    expect((await rowsOf(conversationId)).find(({ kind }) => kind === 'auto')).toMatchObject({ senderId: null })
  })

  it('is nobody else’s: not without the key, by that of another order, nor by an account', async () => {
    const { conversationId, about, mine } = await asked()
    const other = await ordered()
    const before = await rowsOf(conversationId)
    for (const key of [other.about.key, 'wrong-key-of-22-letters']) {
      await expect(openConversation(ctx, visitor(), { ...about, key })).rejects.toMatchObject({ code: 'chat.order_not_found' })
      await expect(listMessages(ctx, visitor(), { ...mine, key }, {})).rejects.toMatchObject({ code: 'chat.not_found' })
      await expect(sendMessage(ctx, visitor(), { ...mine, key }, said('Hello'))).rejects.toMatchObject({ code: 'chat.not_found' })
      expect(await mayWatchConversation(ctx, visitor(), conversationId, key)).toBe(false)
    }
    const way = { conversationId, shopId: null }
    await expect(listMessages(ctx, visitor(), way, {})).rejects.toMatchObject({ code: 'chat.not_signed_in' })
    await expect(sendMessage(ctx, visitor(), way, said('Hello'))).rejects.toMatchObject({ code: 'chat.not_signed_in' })
    await expect(readConversation(ctx, visitor(), way, { seq: 1 })).rejects.toMatchObject({ code: 'chat.not_signed_in' })
    await expect(listMessages(ctx, await make(ctx).user(), way, {})).rejects.toMatchObject({ code: 'chat.not_found' })
    await expect(sendMessage(ctx, shop.keeper, mine, said('Hello'))).rejects.toMatchObject({ code: 'chat.own_shop' })
    expect(await mayWatchConversation(ctx, visitor(), conversationId, null)).toBe(false)
    expect(await mayWatchConversation(ctx, visitor(), conversationId, mine.key)).toBe(true)
    const guest = { userId: null, id: conversationId, byKey: true }
    expect(await stillWatching(ctx, [guest, { ...guest, byKey: false }, { ...guest, userId: shop.keeper.userId }])).toEqual(
      expect.arrayContaining([guest]),
    )
    expect(await stillWatching(ctx, [{ ...guest, byKey: false }])).toEqual([])
    expect(await rowsOf(conversationId)).toEqual(before)
  })

  it('shows what the shop sends to who holds the key', async () => {
    const { mine, theirs } = await asked()
    const { fileId } = await addAttachment(ctx, shop.keeper, theirs, { name: 'how.txt', bytes: new TextEncoder().encode('Like this.') })
    await sendMessage(ctx, shop.keeper, theirs, { ...said(''), attachmentIds: [fileId] })
    expect(await attachmentAddress(ctx, visitor(), fileId, { small: false, key: mine.key })).toEqual(expect.any(String))
    for (const key of [undefined, (await ordered()).about.key])
      await expect(attachmentAddress(ctx, visitor(), fileId, { small: false, key })).rejects.toMatchObject({ kind: 'not_found' })
    await expect(addAttachment(ctx, visitor(), mine, { name: 'a.txt', bytes: new TextEncoder().encode('a') })).rejects.toMatchObject({
      code: 'chat.not_signed_in',
    })
    await expect(sendMessage(ctx, visitor(), mine, { ...said('Look'), attachmentIds: [fileId] })).rejects.toMatchObject({
      kind: 'not_found',
    })
  })

  it('has the limit that people have', async () => {
    const { mine } = await asked()
    const send = async () => {
      for (let count = 0; count < 20; count++) await sendMessage(ctx, visitor(), mine, said(`${count}`))
    }
    await expect(send()).rejects.toMatchObject({ code: 'chat.too_many_messages' })
  })

  it('becomes theirs with the order, once they have an account, and stays one line of messages', async () => {
    const { email, about, conversationId, mine, theirs } = await asked(`ada-${crypto.randomUUID()}@example.org`)
    await sendMessage(ctx, shop.keeper, theirs, said('Tomorrow.'))
    const account = await make(ctx).user({ email })
    await Promise.all([0, 1].map(() => ctx.queue.publish(ctx.db, 'user.email_verified', { userId: account.userId })))
    await ctx.queue.drain()

    const way = { conversationId, shopId: null }
    expect((await listConversations(ctx, account, {})).items).toMatchObject([{ id: conversationId, unread: 1 }])
    const { items } = await listMessages(ctx, account, way, {})
    expect(items.map(({ isOwn, side }) => [isOwn, side])).toEqual([
      [false, 'shop'],
      [true, 'buyer'],
      [true, 'buyer'],
    ])
    await sendMessage(ctx, account, way, said('Thank you!'))
    for (const attempt of [
      () => listMessages(ctx, visitor(), mine, {}),
      () => sendMessage(ctx, visitor(), mine, said('Hello')),
      () => getConversation(ctx, visitor(), mine),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'chat.not_found' })
    await expect(openConversation(ctx, visitor(), about)).rejects.toMatchObject({ code: 'chat.not_signed_in' })
    expect(await stillWatching(ctx, [{ userId: null, id: conversationId, byKey: true }])).toEqual([])
    expect(await ctx.db.$count(conversations, eq(conversations.id, conversationId))).toBe(1)
  })

  it('is opened about orders that are a guest’s only', async () => {
    const { about, groupNumber } = await ordered()
    const account = await make(ctx).user()
    await ctx.db.update(orderGroups).set({ userId: account.userId }).where(eq(orderGroups.number, groupNumber))
    await expect(openConversation(ctx, await make(ctx).user(), about)).rejects.toMatchObject({ code: 'chat.order_not_found' })
    const conversationId = await openConversation(ctx, account, about)
    expect(await getConversation(ctx, account, { conversationId, shopId: null })).toMatchObject({ kind: 'direct' })
  })
})
