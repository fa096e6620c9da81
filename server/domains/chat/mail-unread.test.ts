import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { messages, users } from '#db/schema'
import { chooseNotification } from '#server/domains/accounts'
import { addShopMember } from '#server/domains/shops'
import { jobs } from '#server/jobs'
import { systemActor, type Actor } from '#server/platform/actor'
import { listKeptMails } from '#server/platform/mail/folder-mailer'
import { mailFolder } from '#server/platform/world'
import { UNREAD_MAIL_MINUTES } from '#shared/lifecycles/chat'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { smallShop } from '../../../tests/support/small-shop'
import { addAttachment } from './add-attachment'
import { deleteMessage } from './edit-message'
import { closeRoom } from './change-room'
import { joinRoom, leaveRoom } from './join-room'
import { makeRoom } from './make-room'
import { openConversation } from './open-conversation'
import { readConversation } from './read-conversation'
import { chooseRoomNotices } from './room-notices'
import { sendMessage } from './send-message'
import { sweepUnread } from './sweep-unread'

const ctx = await testContext({}, jobs)
const NOW = new Date('2026-11-21T10:00:00Z')
const WEEK_AGO = new Date('2026-11-14T10:00:00Z')
let shop: Awaited<ReturnType<typeof smallShop>>
beforeEach(async () => {
  await mailed()
  shop = await smallShop(ctx)
})

const shopper = () => make(ctx).user({ name: 'Ada Lovelace', createdAt: WEEK_AGO })
/** What came since this was asked last, of a round that begins so many minutes after `NOW`. */
async function mailed(minutes = 0) {
  ctx.travelTo(new Date(NOW.getTime() + minutes * 60_000))
  await sweepUnread(ctx)
  await ctx.queue.drain()
  const all = await listKeptMails(mailFolder(ctx.config))
  const fresh = all.filter(({ id }) => !known.has(id))
  for (const { id } of fresh) known.add(id)
  return fresh
}
const known = new Set<string>()

async function asked(body = 'Is it oven proof?') {
  const buyer = await shopper()
  const conversationId = await openConversation(ctx, buyer, { about: 'product', slug: shop.bowl.slug })
  const mine = { conversationId, shopId: null }
  const theirs = { conversationId, shopId: shop.shopId }
  await say(buyer, mine, body)
  return { buyer, conversationId, mine, theirs }
}
const say = (actor: Actor, way: { conversationId: string; shopId: string | null }, body: string) =>
  sendMessage(ctx, actor, way, { clientId: crypto.randomUUID(), body })

describe('mails of unread messages', () => {
  it('come once what was written has lain for some minutes, to everybody of the shop, once until it is read', async () => {
    const helper = await make(ctx).user({ createdAt: WEEK_AGO })
    await addShopMember(ctx, systemActor, shop.shopId, { userId: helper.userId, role: 'staff' })
    const { buyer, mine, theirs, conversationId } = await asked()
    await say(buyer, mine, 'And dish washer proof?')

    expect(await mailed(UNREAD_MAIL_MINUTES - 1)).toEqual([])
    const [mail, ...others] = await mailed(UNREAD_MAIL_MINUTES)
    expect([mail!.to, ...others.map(({ to }) => to)].sort()).toEqual([shop.keeper.email, helper.email].sort())
    expect(mail!.subject).toContain('Ada L.')
    for (const text of ['Is it oven proof?', 'And dish washer proof?', `/seller/${shop.bowl.shop.slug}/messages/${conversationId}`])
      expect(mail!.text).toContain(text)

    await say(buyer, mine, 'Hello?')
    expect(await mailed(60)).toEqual([])
    await readConversation(ctx, helper, theirs, { seq: 4 })
    await say(buyer, mine, 'Thank you!')
    expect(await mailed(70)).toHaveLength(2)
  })

  it('come to the shopper of what the shop has answered', async () => {
    const { buyer, mine, theirs, conversationId } = await asked()
    await say(shop.keeper, theirs, 'Up to 200 degrees.')
    const mails = await mailed(UNREAD_MAIL_MINUTES)
    expect(mails).toMatchObject([{ to: buyer.email, subject: expect.stringContaining(shop.bowl.shop.name) }])
    expect(mails[0]!.text).toContain('Up to 200 degrees.')
    expect(mails[0]!.text).toContain(`/messages/${conversationId}`)
    expect(mails[0]!.text).not.toContain('/seller/')
    expect(await mailed(60)).toEqual([])
    await readConversation(ctx, buyer, mine, { seq: 3 })
    await say(shop.keeper, theirs, 'And it is light.')
    expect(await mailed(80)).toHaveLength(1)
  })

  it('come of pictures and files without words, and of what a moderator holds once it is shown', async () => {
    const { theirs, mine, buyer } = await asked()
    await readConversation(ctx, shop.keeper, theirs, { seq: 2 })
    const { fileId } = await addAttachment(ctx, shop.keeper, theirs, { name: 'care.txt', bytes: Buffer.from('Wash by hand') })
    const file = { clientId: crypto.randomUUID(), attachmentIds: [fileId] }
    await sendMessage(ctx, shop.keeper, theirs, file)
    expect((await mailed(UNREAD_MAIL_MINUTES)).map(({ to, text }) => [to, text.includes('A file')])).toEqual([[buyer.email, true]])

    await readConversation(ctx, buyer, mine, { seq: 3 })
    const { seq } = await say(shop.keeper, theirs, 'Pay by moneygram')
    expect(await mailed(60)).toEqual([])
    await ctx.db.update(messages).set({ heldAt: null }).where(eq(messages.seq, seq))
    expect((await mailed(61)).map(({ to }) => to)).toEqual([buyer.email])
  })

  it('do not come of what was read or deleted, of what one has only opened, nor to who does not want them or is gone', async () => {
    const read = await asked()
    await readConversation(ctx, shop.keeper, read.theirs, { seq: 2 })
    const deleted = await asked()
    await deleteMessage(ctx, deleted.buyer, deleted.mine, 2)
    await openConversation(ctx, await shopper(), { about: 'product', slug: shop.cup.slug })
    const unwanted = await asked()
    await chooseNotification(ctx, unwanted.buyer, { kind: 'messages', byMail: false })
    await say(shop.keeper, unwanted.theirs, 'Yes.')
    const disabled = await asked()
    await say(shop.keeper, disabled.theirs, 'Yes.')
    await ctx.db.update(users).set({ status: 'disabled' }).where(eq(users.id, disabled.buyer.userId))
    expect(await mailed(UNREAD_MAIL_MINUTES)).toEqual([])
  })

  it('come once, however often and wherever they are looked for, also of what lay while nobody looked', async () => {
    for (let count = 0; count < 3; count++) await asked(`Question ${count}`)
    const aDayLater = 24 * 60
    ctx.travelTo(new Date(NOW.getTime() + aDayLater * 60_000))
    await Promise.all(Array.from({ length: 4 }, () => sweepUnread(ctx)))
    const mails = await mailed(aDayLater)
    expect(mails.map(({ text }) => text.match(/Question \d/)![0]).sort()).toEqual(['Question 0', 'Question 1', 'Question 2'])
    expect(await mailed(aDayLater + 60)).toEqual([])
  })
})

describe('mails of what was written in rooms', () => {
  async function room() {
    const [owner, member, quiet] = [await shopper(), await shopper(), await shopper()]
    const id = await makeRoom(ctx, owner, { name: `Kilns ${ctx.newId().slice(-12)}`, visibility: 'public' })
    for (const who of [member, quiet]) await joinRoom(ctx, who, id)
    const way = { conversationId: id, shopId: null }
    const answer = (who: Actor, replyToSeq: number, body: string) =>
      sendMessage(ctx, who, way, { clientId: crypto.randomUUID(), body, replyToSeq })
    return { id, way, owner, member, quiet, answer }
  }

  it('come of answers to somebody, once until they have read', async () => {
    const { id, way, owner, member, answer } = await room()
    const { seq } = await say(member, way, 'Who fires tonight?')
    await say(owner, way, 'Hello all')
    await answer(owner, seq, 'I do')
    expect(await mailed(UNREAD_MAIL_MINUTES - 1)).toEqual([])
    const [mail, ...others] = await mailed(UNREAD_MAIL_MINUTES)
    expect(others).toEqual([])
    expect(mail).toMatchObject({ to: member.email, subject: expect.stringMatching(/^An answer to you in “Kilns /) })
    expect(mail!.text).toContain('I do')
    expect(mail!.text).toContain(`/messages/${id}`)
    expect(mail!.text).not.toContain('Hello all')

    await answer(owner, seq, 'Or tomorrow')
    expect(await mailed(60)).toEqual([])
    await readConversation(ctx, member, way, { seq: 4 })
    await answer(owner, seq, 'Tomorrow it is')
    expect((await mailed(80)).map(({ to }) => to)).toEqual([member.email])
  })

  it('come of everything, or of nothing, to who wants that, and to nobody who is out, has read it or wants no mails', async () => {
    const { id, way, owner, member, quiet, answer } = await room()
    await chooseRoomNotices(ctx, owner, id, { notices: 'all' })
    await chooseRoomNotices(ctx, quiet, id, { notices: 'none' })
    const { seq } = await say(quiet, way, 'Anybody?')
    await answer(member, seq, 'Here')
    const mails = await mailed(UNREAD_MAIL_MINUTES)
    expect(mails.map(({ to }) => to)).toEqual([owner.email])
    expect(mails[0]!.subject).toMatch(/^New in “Kilns /)
    // Of one name they are told apart as they are in the room.
    for (const text of ['Ada L. (3)', 'Anybody?', 'Ada L. (2)', 'Here']) expect(mails[0]!.text).toContain(text)

    await readConversation(ctx, owner, way, { seq: 2 })
    await say(member, way, 'One more')
    await chooseNotification(ctx, owner, { kind: 'messages', byMail: false })
    expect(await mailed(60)).toEqual([])
    await chooseNotification(ctx, owner, { kind: 'messages', byMail: true })
    await chooseRoomNotices(ctx, member, id, { notices: 'all' })
    await say(owner, way, 'Good night')
    await leaveRoom(ctx, member, id)
    expect(await mailed(80)).toEqual([])
    await chooseRoomNotices(ctx, quiet, id, { notices: 'all' })
    await say(owner, way, 'The last one')
    await closeRoom(ctx, owner, id)
    expect(await mailed(100)).toEqual([])
  })
})
