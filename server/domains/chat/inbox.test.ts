import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { chatAnswers, chatReports, savedReplies } from '#db/schema'
import { addShopMember, planHoliday, removeMember } from '#server/domains/shops'
import { jobs } from '#server/jobs'
import { systemActor, type Actor } from '#server/platform/actor'
import { AUTO_REPLY_HOURS, INBOX_VIEWS, type InboxView } from '#shared/lifecycles/chat'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { smallShop } from '../../../tests/support/small-shop'
import { blockConversation } from './block-conversation'
import { decideReport } from './decide-report'
import { deleteMessage } from './edit-message'
import { handleConversation } from './handle-conversation'
import { getConversation, listConversations, listShopConversations } from './list-conversations'
import { listMessages } from './list-messages'
import { openConversation } from './open-conversation'
import { erasePersonalData, personalDataOf } from './personal-data'
import { reportMessage } from './report-message'
import { addSavedReply, changeSavedReply, deleteSavedReply, listSavedReplies } from './saved-replies'
import { sendMessage } from './send-message'
import { getShopInbox, setShopInbox } from './shop-inbox'

const ctx = await testContext({}, jobs)
const WEEK_AGO = new Date(Date.now() - 7 * 24 * 60 * 60 * 1000)
const person = (name = 'Ada Lovelace') => make(ctx).user({ name, createdAt: WEEK_AGO })
let shop: Awaited<ReturnType<typeof smallShop>>
let helper: Actor & { userId: string }
beforeAll(async () => {
  shop = await smallShop(ctx)
  helper = await person('Hal Helper')
  await addShopMember(ctx, systemActor, shop.shopId, { userId: helper.userId, role: 'staff' })
})

const say = (actor: Actor, way: { conversationId: string; shopId: string | null }, body = 'Hello') =>
  sendMessage(ctx, actor, way, { clientId: crypto.randomUUID(), body })

async function asked() {
  const buyer = await person()
  const conversationId = await openConversation(ctx, buyer, { about: 'product', slug: shop.bowl.slug })
  const [mine, theirs] = [
    { conversationId, shopId: null },
    { conversationId, shopId: shop.shopId },
  ]
  await say(buyer, mine, 'Is it oven proof?')
  return { buyer, conversationId, mine, theirs }
}
const handlingOf = async (theirs: { conversationId: string; shopId: string }, actor: Actor = shop.keeper) =>
  (await getConversation(ctx, actor, theirs)).handling
/** Which views have a conversation, as one of the team sees them. */
async function viewsWith(conversationId: string, actor: Actor = shop.keeper): Promise<InboxView[]> {
  const found = await Promise.all(
    INBOX_VIEWS.map(async (view) => {
      const { items } = await listShopConversations(ctx, actor, shop.shopId, { view })
      return items.some(({ id }) => id === conversationId) ? view : []
    }),
  )
  return found.flat()
}

describe('what waits for an answer', () => {
  it('waits since the first thing that nobody answered, until somebody of the shop does', async () => {
    const { buyer, mine, theirs, conversationId } = await asked()
    const { waitingSince } = (await handlingOf(theirs))!
    expect(waitingSince).not.toBeNull()
    await say(buyer, mine, 'And dish washer proof?')
    expect((await handlingOf(theirs))!.waitingSince).toBe(waitingSince)
    expect(await viewsWith(conversationId)).toEqual(['open', 'waiting', 'unassigned'])

    await say(helper, theirs, 'Both.')
    expect((await handlingOf(theirs))!.waitingSince).toBeNull()
    expect(await viewsWith(conversationId)).toEqual(['open', 'unassigned'])
    await openConversation(ctx, buyer, { about: 'product', slug: shop.cup.slug })
    expect((await handlingOf(theirs))!.waitingSince).toBeNull()
  })

  it('is nothing of whom the shop has blocked, nor of whose account is gone', async () => {
    const [blocked, gone] = [await asked(), await asked()]
    await blockConversation(ctx, shop.keeper, blocked.theirs, { blocked: true })
    expect((await handlingOf(blocked.theirs))!.waitingSince).toBeNull()
    await ctx.db.transaction((db) => erasePersonalData({ ...ctx, db }, gone.buyer.userId))
    expect((await handlingOf(gone.theirs))!.waitingSince).toBeNull()
  })

  it('begins for what was held once it is shown', async () => {
    const { buyer, mine, theirs, conversationId } = await asked()
    await handleConversation(ctx, shop.keeper, theirs, { closed: true })
    await say(buyer, mine, 'May I pay by Western Union?')
    expect(await handlingOf(theirs)).toMatchObject({ closedAt: expect.any(String), waitingSince: null })
    const [report] = await ctx.db.select().from(chatReports).where(eq(chatReports.conversationId, conversationId))
    await decideReport(ctx, shop.admin, report!.id, { decision: 'dismissed', statement: 'Harmless' })
    expect(await handlingOf(theirs)).toMatchObject({ closedAt: null, waitingSince: expect.any(String) })
  })
})

describe('what is taken back', () => {
  it('waits for nothing, and what was said besides waits on', async () => {
    const { buyer, mine, theirs } = await asked()
    const first = (await handlingOf(theirs))!.waitingSince
    ctx.travelTo(new Date(Date.now() + 60_000))
    const second = await say(buyer, mine, 'And dish washer proof?')
    await deleteMessage(ctx, buyer, mine, second.seq)
    expect((await handlingOf(theirs))!.waitingSince).toBe(first)
    const third = await say(buyer, mine, 'And in the freezer?')
    await deleteMessage(ctx, buyer, mine, 2)
    expect((await handlingOf(theirs))!.waitingSince).toBe(third.createdAt)
    await deleteMessage(ctx, buyer, mine, third.seq)
    expect((await handlingOf(theirs))!.waitingSince).toBeNull()
    ctx.travelTo(null)
  })

  it('or held is no answer of a shop until a moderator has shown it', async () => {
    const { theirs, conversationId } = await asked()
    const { waitingSince } = (await handlingOf(theirs))!
    await say(shop.keeper, theirs, 'Pay by Western Union first.')
    expect((await handlingOf(theirs))!.waitingSince).toBe(waitingSince)
    const [report] = await ctx.db.select().from(chatReports).where(eq(chatReports.conversationId, conversationId))
    await decideReport(ctx, shop.admin, report!.id, { decision: 'dismissed', statement: 'Harmless' })
    expect((await handlingOf(theirs))!.waitingSince).toBeNull()
    expect(await ctx.db.$count(chatAnswers, eq(chatAnswers.conversationId, conversationId))).toBe(1)
  })

  it.each([
    ['answered meanwhile', async (theirs: { conversationId: string; shopId: string }) => void (await say(shop.keeper, theirs, 'Yes.'))],
    [
      'blocked meanwhile',
      async (theirs: { conversationId: string; shopId: string }) => blockConversation(ctx, shop.keeper, theirs, { blocked: true }),
    ],
  ])('or was held and %s waits for nothing once it is shown', async (_, meanwhile) => {
    const { buyer, mine, theirs, conversationId } = await asked()
    await say(buyer, mine, 'May I pay by Western Union?')
    await meanwhile(theirs)
    const [report] = await ctx.db.select().from(chatReports).where(eq(chatReports.conversationId, conversationId))
    await decideReport(ctx, shop.admin, report!.id, { decision: 'dismissed', statement: 'Harmless' })
    expect((await handlingOf(theirs))!.waitingSince).toBeNull()
  })
})

describe('handling a conversation', () => {
  it('closes it until the shopper writes again, and says nothing of it to them', async () => {
    const { buyer, mine, theirs, conversationId } = await asked()
    await handleConversation(ctx, helper, theirs, { closed: true })
    const closed = (await handlingOf(theirs))!
    expect(closed).toMatchObject({ closedAt: expect.any(String), waitingSince: null })
    await handleConversation(ctx, helper, theirs, { closed: true })
    expect(await handlingOf(theirs)).toEqual(closed)
    expect(await viewsWith(conversationId)).toEqual(['closed'])
    expect((await getConversation(ctx, buyer, mine)).handling).toBeNull()
    expect((await listConversations(ctx, buyer, {})).items[0]!.handling).toBeNull()
    const [exported] = (await personalDataOf(ctx, buyer.userId)).conversations as Record<string, unknown>[]
    expect(Object.keys(exported!).toSorted()).toEqual([
      'buyerBlockedAt',
      'buyerId',
      'createdAt',
      'id',
      'kind',
      'orderId',
      'shopId',
      'updatedAt',
    ])

    await say(shop.keeper, theirs, 'One thing more.')
    expect(await viewsWith(conversationId)).toEqual(['closed'])
    await say(buyer, mine, 'Yes?')
    expect(await viewsWith(conversationId)).toEqual(['open', 'waiting', 'unassigned'])
    await handleConversation(ctx, helper, theirs, { closed: true })
    await handleConversation(ctx, helper, theirs, { closed: false })
    expect(await handlingOf(theirs)).toMatchObject({ closedAt: null, waitingSince: null })
  })

  it('is not closed over what whoever closes it has not seen', async () => {
    const { buyer, mine, theirs } = await asked()
    await say(buyer, mine, 'One thing more')
    const before = await handlingOf(theirs)
    const close = (seenSeq: number) => handleConversation(ctx, helper, theirs, { closed: true, seenSeq })
    await expect(close(2)).rejects.toMatchObject({ code: 'chat.unseen_message' })
    expect(await handlingOf(theirs)).toEqual(before)
    await close(3)
    expect(await handlingOf(theirs)).toMatchObject({ closedAt: expect.any(String), waitingSince: null })
  })

  it('gives it to one of the team, who has it until somebody else does or they leave', async () => {
    const { theirs, conversationId } = await asked()
    await handleConversation(ctx, shop.keeper, theirs, { assigneeId: helper.userId })
    expect((await handlingOf(theirs))!.assignee).toEqual({ userId: helper.userId, name: 'Hal Helper' })
    expect(await viewsWith(conversationId)).toEqual(['open', 'waiting'])
    expect(await viewsWith(conversationId, helper)).toEqual(['open', 'waiting', 'mine'])
    await handleConversation(ctx, helper, theirs, { closed: true })
    expect((await handlingOf(theirs))!.assignee).not.toBeNull()
    await handleConversation(ctx, helper, theirs, { closed: false, assigneeId: null })
    expect(await viewsWith(conversationId)).toEqual(['open', 'unassigned'])

    const leaver = await person('Lea Leaver')
    await addShopMember(ctx, systemActor, shop.shopId, { userId: leaver.userId, role: 'staff' })
    await handleConversation(ctx, helper, theirs, { assigneeId: leaver.userId })
    await removeMember(ctx, leaver, shop.shopId, leaver.userId)
    expect((await handlingOf(theirs))!.assignee).toBeNull()
    expect(await viewsWith(conversationId)).toEqual(['open', 'unassigned'])
  })

  it('is for the team alone, and gives nothing to others', async () => {
    const { buyer, theirs } = await asked()
    const other = await smallShop(ctx)
    const before = await handlingOf(theirs)
    for (const who of [buyer, other.keeper, shop.admin])
      await expect(handleConversation(ctx, who, theirs, { closed: true })).rejects.toMatchObject({ code: 'chat.not_found' })
    await expect(handleConversation(ctx, other.keeper, { ...theirs, shopId: other.shopId }, { closed: true })).rejects.toMatchObject({
      code: 'chat.not_found',
    })
    for (const assigneeId of [buyer.userId, other.keeper.userId!])
      await expect(handleConversation(ctx, shop.keeper, theirs, { closed: true, assigneeId })).rejects.toMatchObject({
        code: 'chat.assignee_missing',
      })
    expect(await handlingOf(theirs)).toEqual(before)
  })
})

describe('saved replies', () => {
  const THANKS = { title: 'Thanks', body: 'Thank you, {customer}.' }
  const titlesOf = async (shopId: string) => (await listSavedReplies(ctx, systemActor, shopId)).items.map(({ title }) => title)

  it('are kept, changed and deleted by the team, and listed by title', async () => {
    const { shopId, keeper } = await smallShop(ctx)
    await addSavedReply(ctx, keeper, shopId, { title: 'washing', body: 'By hand.' })
    const { id: replyId } = await addSavedReply(ctx, keeper, shopId, THANKS)
    expect(await titlesOf(shopId)).toEqual(['Thanks', 'washing'])
    expect(await changeSavedReply(ctx, keeper, { shopId, replyId }, { title: 'With thanks', body: 'Thanks!' })).toEqual({
      id: replyId,
      title: 'With thanks',
      body: 'Thanks!',
    })
    expect(await titlesOf(shopId)).toEqual(['washing', 'With thanks'])
    await deleteSavedReply(ctx, keeper, { shopId, replyId })
    await expect(deleteSavedReply(ctx, keeper, { shopId, replyId })).rejects.toMatchObject({ code: 'chat.saved_reply_not_found' })
    expect(await titlesOf(shopId)).toEqual(['washing'])
  })

  it('are nothing to other shops', async () => {
    const other = await smallShop(ctx)
    const { id: replyId } = await addSavedReply(ctx, shop.keeper, shop.shopId, THANKS)
    const refusals: [Actor, string, string][] = [
      [other.keeper, shop.shopId, 'shops.not_found'],
      [other.keeper, other.shopId, 'chat.saved_reply_not_found'],
      [await person(), shop.shopId, 'shops.not_found'],
    ]
    for (const [who, shopId, code] of refusals) {
      await expect(changeSavedReply(ctx, who, { shopId, replyId }, { ...THANKS, body: 'Mine' })).rejects.toMatchObject({ code })
      await expect(deleteSavedReply(ctx, who, { shopId, replyId })).rejects.toMatchObject({ code })
    }
    await expect(listSavedReplies(ctx, other.keeper, shop.shopId)).rejects.toMatchObject({ code: 'shops.not_found' })
    await expect(addSavedReply(ctx, other.keeper, shop.shopId, THANKS)).rejects.toMatchObject({ code: 'shops.not_found' })
    expect((await listSavedReplies(ctx, shop.keeper, shop.shopId)).items).toContainEqual({ id: replyId, ...THANKS })
  })

  it('are a hundred at most, also when two are added at once', async () => {
    const { shopId, keeper } = await smallShop(ctx)
    const rows = Array.from({ length: 99 }, (_, index) => ({ id: ctx.newId(), shopId, title: `Reply ${index}`, body: 'Hello' }))
    await ctx.db.insert(savedReplies).values(rows)
    const added = await Promise.allSettled([addSavedReply(ctx, keeper, shopId, THANKS), addSavedReply(ctx, keeper, shopId, THANKS)])
    expect(added.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(added.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'chat.too_many_saved_replies', details: { most: 100 } },
    })
  })
})

describe('what a shop says by itself', () => {
  const DAY = { from: '09:00', to: '17:00' }
  const AWAY = { autoReplyOn: true, autoReply: 'We are back on Monday.', timeZone: 'UTC', hours: [DAY, DAY, DAY, DAY, DAY, null, null] }
  const [SATURDAY, MONDAY] = [new Date('2027-01-02T10:00:00Z'), new Date('2027-01-04T10:00:00Z')]
  const bodiesOf = async (buyer: Actor, mine: { conversationId: string; shopId: null }) =>
    (await listMessages(ctx, buyer, mine, {})).items.map(({ body }) => body).toReversed()

  /** A shopper of a shop of its own, at that moment. */
  async function writing(moment: Date) {
    const own = await smallShop(ctx)
    ctx.travelTo(moment)
    const buyer = await person()
    const mine = { conversationId: await openConversation(ctx, buyer, { about: 'shop', slug: own.bowl.shop.slug }), shopId: null }
    return { ...own, buyer, mine, theirs: { ...mine, shopId: own.shopId } }
  }

  it('comes once in some hours, only while nobody is there, and answers nothing', async () => {
    const { buyer, mine, theirs, shopId, keeper } = await writing(SATURDAY)
    await setShopInbox(ctx, keeper, shopId, AWAY)
    const clientId = crypto.randomUUID()
    await sendMessage(ctx, buyer, mine, { clientId, body: 'Hello' })
    await sendMessage(ctx, buyer, mine, { clientId, body: 'Hello' })
    await say(buyer, mine, 'Anybody there?')
    expect(await bodiesOf(buyer, mine)).toEqual(['Hello', 'We are back on Monday.', 'Anybody there?'])
    const [, auto] = (await listMessages(ctx, buyer, mine, {})).items
    expect(auto).toMatchObject({ kind: 'auto', side: 'shop', senderName: null, isOwn: false, clientId: null })
    expect((await getConversation(ctx, buyer, mine)).latest).toMatchObject({ body: 'Anybody there?' })
    expect(await getConversation(ctx, keeper, theirs)).toMatchObject({ unread: 3, handling: { waitingSince: SATURDAY.toISOString() } })

    ctx.travelTo(new Date(SATURDAY.getTime() + AUTO_REPLY_HOURS * 60 * 60 * 1000))
    await say(buyer, mine, 'Still nobody?')
    expect((await getConversation(ctx, buyer, mine)).latest).toMatchObject({ body: 'We are back on Monday.', side: 'shop', isOwn: false })
    expect((await getConversation(ctx, keeper, theirs)).latest).toMatchObject({ body: 'Still nobody?', side: 'buyer' })
    ctx.travelTo(MONDAY)
    await say(buyer, mine, 'And now?')
    expect((await bodiesOf(buyer, mine)).slice(3)).toEqual(['Still nobody?', 'We are back on Monday.', 'And now?'])
  })

  it('comes on a holiday too, and not once it is off', async () => {
    const { buyer, mine, shopId, keeper } = await writing(MONDAY)
    await setShopInbox(ctx, keeper, shopId, AWAY)
    await say(buyer, mine, 'Hello')
    await planHoliday(ctx, keeper, shopId, { from: MONDAY, to: new Date(MONDAY.getTime() + 86_400_000) })
    await say(buyer, mine, 'Hello?')
    expect(await bodiesOf(buyer, mine)).toEqual(['Hello', 'Hello?', 'We are back on Monday.'])

    const other = await writing(SATURDAY)
    await setShopInbox(ctx, other.keeper, other.shopId, { ...AWAY, autoReplyOn: false })
    await say(other.buyer, other.mine, 'Hello')
    expect(await bodiesOf(other.buyer, other.mine)).toEqual(['Hello'])
  })

  it('keeps to the rules of the marketplace: what they hold is not said, and the shopper is heard all the same', async () => {
    const { buyer, mine, shopId, keeper } = await writing(SATURDAY)
    await setShopInbox(ctx, keeper, shopId, { ...AWAY, autoReply: 'Pay by Western Union meanwhile.' })
    await say(buyer, mine, 'Hello')
    expect(await bodiesOf(buyer, mine)).toEqual(['Hello'])
  })

  it('can be reported, and removed by a moderator', async () => {
    const { buyer, mine, shopId, keeper } = await writing(SATURDAY)
    await setShopInbox(ctx, keeper, shopId, AWAY)
    await say(buyer, mine, 'Hello')
    await reportMessage(ctx, buyer, mine, 2, { reason: 'abuse', note: '' })
    const [report] = await ctx.db.select().from(chatReports).where(eq(chatReports.conversationId, mine.conversationId))
    await decideReport(ctx, shop.admin, report!.id, { decision: 'removed', statement: 'Against the rules' })
    expect((await listMessages(ctx, buyer, mine, {})).items[0]).toMatchObject({ kind: 'auto', body: '', deletedAt: expect.any(String) })
  })

  it('is chosen by owners and managers', async () => {
    const own = await smallShop(ctx)
    const staff = await person()
    await addShopMember(ctx, systemActor, own.shopId, { userId: staff.userId, role: 'staff' })
    await expect(setShopInbox(ctx, staff, own.shopId, AWAY)).rejects.toMatchObject({ code: 'shops.role_too_low' })
    await expect(setShopInbox(ctx, shop.keeper, own.shopId, AWAY)).rejects.toMatchObject({ code: 'shops.not_found' })
    expect((await getShopInbox(ctx, staff, own.shopId)).settings).toBeNull()
    await setShopInbox(ctx, own.keeper, own.shopId, AWAY)
    expect((await getShopInbox(ctx, staff, own.shopId)).settings).toEqual(AWAY)
  })

  it('counts how long shoppers wait: from the first thing that is not answered to the first of a person', async () => {
    const { buyer, mine, theirs, shopId, keeper } = await writing(MONDAY)
    const figure = async () => (await getShopInbox(ctx, keeper, shopId)).responseTime
    const MINUTE = 60_000
    let now = MONDAY.getTime()
    const later = (minutes: number) => ctx.travelTo(new Date((now += minutes * MINUTE)))
    for (const [index, minutes] of [10, 200, 30].entries()) {
      await say(buyer, mine, 'A question')
      later(minutes - 5)
      await say(buyer, mine, 'Hello?')
      later(5)
      await say(keeper, theirs, 'The answer')
      await say(keeper, theirs, 'And one thing more')
      expect(await figure()).toEqual({ answers: index + 1, medianMinutes: index < 2 ? null : 30 })
    }
    later(91 * 24 * 60)
    expect(await figure()).toEqual({ answers: 0, medianMinutes: null })
  })
})
