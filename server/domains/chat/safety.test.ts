import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { auditEntries, chatReports, messages, messageVersions, settings, users } from '#db/schema'
import { jobs } from '#server/jobs'
import type { Actor } from '#server/platform/actor'
import { buying } from '../../../tests/support/buying'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { smallShop } from '../../../tests/support/small-shop'
import { addAttachment, attachmentAddress } from './add-attachment'
import { blockConversation } from './block-conversation'
import { decideReport } from './decide-report'
import type { Way } from './chat-locks'
import { deleteMessage, editMessage } from './edit-message'
import { getConversation } from './list-conversations'
import { listMessages } from './list-messages'
import { listReports } from './list-reports'
import { openConversation } from './open-conversation'
import { readReport } from './read-report'
import { reportMessage } from './report-message'
import { sendMessage } from './send-message'

const ctx = await testContext({}, jobs)
const WEEK_AGO = new Date(Date.now() - 7 * 24 * 60 * 60 * 1000)
let shop: Awaited<ReturnType<typeof smallShop>>
beforeEach(async () => {
  shop = await smallShop(ctx)
})

/** A shopper and a shop who have each written once. */
async function talking() {
  const buyer = await make(ctx).user({ name: 'Ada Lovelace', createdAt: WEEK_AGO })
  const conversationId = await openConversation(ctx, buyer, { about: 'shop', slug: shop.bowl.shop.slug })
  const sides: Record<'buyer' | 'shop', readonly [Actor, Way]> = {
    buyer: [buyer, { conversationId, shopId: null }],
    shop: [shop.keeper, { conversationId, shopId: shop.shopId }],
  }
  const say = (side: 'buyer' | 'shop', body: string, clientId: string = crypto.randomUUID()) =>
    sendMessage(ctx, ...sides[side], { clientId, body })
  await say('buyer', 'Is it oven proof?')
  await say('shop', 'Yes.')
  return { buyer, conversationId, sides, say }
}

describe('blocking', () => {
  it.each([
    ['buyer', 'shop'],
    ['shop', 'buyer'],
  ] as const)('by the %s ends what both write, and is undone by them alone', async (own, other) => {
    const { buyer, conversationId, sides, say } = await talking()
    const clientId = crypto.randomUUID()
    const sent = await say(other, 'Stored before', clientId)
    await blockConversation(ctx, ...sides[own], { blocked: true })
    const before = await ctx.db.select().from(messages).where(eq(messages.conversationId, conversationId))

    for (const side of [own, other]) await expect(say(side, 'Hello?')).rejects.toMatchObject({ code: 'chat.blocked' })
    await expect(editMessage(ctx, ...sides[other], sent.seq, { body: 'Anyway' })).rejects.toMatchObject({ code: 'chat.blocked' })
    await openConversation(ctx, buyer, { about: 'product', slug: shop.bowl.slug })
    expect(await ctx.db.select().from(messages).where(eq(messages.conversationId, conversationId))).toEqual(before)
    expect(await say(other, 'Stored before', clientId)).toEqual(sent)
    expect((await getConversation(ctx, ...sides[own])).blockedBy).toBe('own')
    expect((await getConversation(ctx, ...sides[other])).blockedBy).toBe('other')
    expect((await listMessages(ctx, ...sides[other], {})).items).toHaveLength(3)

    await blockConversation(ctx, ...sides[other], { blocked: false })
    await expect(say(other, 'Hello?')).rejects.toMatchObject({ code: 'chat.blocked' })
    await blockConversation(ctx, ...sides[own], { blocked: false })
    expect(await say(other, 'Hello?')).toMatchObject({ body: 'Hello?' })
  })

  it('is for who takes part, leaves one free to take words back, and is written down once', async () => {
    const { conversationId, sides, say } = await talking()
    const { seq } = await say('buyer', 'Mine')
    await expect(blockConversation(ctx, await make(ctx).user(), sides.buyer[1], { blocked: true })).rejects.toMatchObject({
      code: 'chat.not_found',
    })
    for (let twice = 0; twice < 2; twice++) await blockConversation(ctx, ...sides.shop, { blocked: true })
    expect(await deleteMessage(ctx, ...sides.buyer, seq)).toMatchObject({ body: '' })
    const entries = await ctx.db.select().from(auditEntries).where(eq(auditEntries.subjectId, conversationId))
    expect(entries).toMatchObject([{ action: 'chat.blocked', shopId: shop.shopId }])
  })
})

describe('a reported message', () => {
  const because = { reason: 'abuse', note: 'Rude' } as const
  const statement = 'It insults people.'
  const moderator = () => make(ctx).user({ role: 'moderator' })
  async function reported(body = 'You fool') {
    const { buyer, conversationId, sides, say } = await talking()
    const { seq } = await say('shop', body)
    await reportMessage(ctx, ...sides.buyer, seq, because)
    const [report] = await ctx.db.select().from(chatReports).where(eq(chatReports.conversationId, conversationId))
    return { buyer, conversationId, sides, say, seq, reportId: report!.id }
  }

  it('comes to the moderators once a person, without what was written', async () => {
    const { buyer, sides, seq, reportId } = await reported()
    await reportMessage(ctx, ...sides.buyer, seq, { reason: 'spam' })
    const { items, openCount } = await listReports(ctx, await moderator(), { state: 'open' })
    expect(items.filter(({ id }) => id === reportId)).toMatchObject([
      { reason: 'abuse', note: 'Rude', writer: { userId: shop.keeper.userId, side: 'shop' }, decision: null },
    ])
    expect(openCount).toBeGreaterThanOrEqual(1)
    expect(JSON.stringify(items)).not.toContain('You fool')
    await expect(listReports(ctx, buyer, { state: 'open' })).rejects.toMatchObject({ code: 'chat.reports_not_allowed' })
  })

  it('is the other side’s, in a conversation of one’s own', async () => {
    const { sides, say } = await talking()
    const { seq } = await say('buyer', 'Mine')
    await expect(reportMessage(ctx, ...sides.buyer, seq, because)).rejects.toMatchObject({ code: 'chat.not_reportable' })
    await expect(reportMessage(ctx, ...sides.buyer, 99, because)).rejects.toMatchObject({ code: 'chat.message_not_found' })
    await expect(reportMessage(ctx, await make(ctx).user(), sides.buyer[1], seq, because)).rejects.toMatchObject({ code: 'chat.not_found' })
  })

  it('is read with five before and after it, also what was taken back, and the audit says why', async () => {
    const { conversationId, sides, say, reportId, seq } = await reported()
    for (let more = 0; more < 7; more++) await say('buyer', `More ${more}`)
    await deleteMessage(ctx, ...sides.shop, seq)
    const reader = await moderator()
    const { messages: found } = await readReport(ctx, reader, reportId, { reason: 'A customer complains' })
    expect(found.map(({ body, isReported, isDeleted }) => [body, isReported, isDeleted])).toEqual([
      ['Is it oven proof?', false, false],
      ['Yes.', false, false],
      ['You fool', true, true],
      ...Array.from({ length: 5 }, (_, more) => [`More ${more}`, false, false]),
    ])
    const entries = await ctx.db.select().from(auditEntries).where(eq(auditEntries.subjectId, reportId))
    expect(entries).toMatchObject([{ action: 'chat.report_read', actorId: reader.userId, details: { reason: 'A customer complains' } }])
    expect(JSON.stringify(entries)).not.toContain('fool')
    for (const actor of [sides.buyer[0], shop.keeper])
      await expect(async () => readReport(ctx, actor, reportId, { reason: 'Curious' })).rejects.toMatchObject({
        code: 'chat.reports_not_allowed',
      })
    expect(conversationId).toBe(sides.shop[1].conversationId)
  })

  it('stays when the report is dismissed, and goes for both sides when it is removed; once', async () => {
    const [kept, gone] = [await reported(), await reported()]
    const reader = await moderator()
    await decideReport(ctx, reader, kept.reportId, { decision: 'dismissed', statement })
    for (let twice = 0; twice < 2; twice++) await decideReport(ctx, reader, gone.reportId, { decision: 'removed', statement })
    await expect(decideReport(ctx, reader, gone.reportId, { decision: 'dismissed', statement })).rejects.toMatchObject({
      code: 'chat.report_decided',
    })

    const bodies = async ({ sides }: typeof kept) => (await listMessages(ctx, ...sides.buyer, {})).items.map(({ body }) => body)
    expect(await bodies(kept)).toEqual(['You fool', 'Yes.', 'Is it oven proof?'])
    expect(await bodies(gone)).toEqual(['', 'Yes.', 'Is it oven proof?'])
    const versions = await ctx.db.select().from(messageVersions).where(eq(messageVersions.conversationId, gone.conversationId))
    expect(versions).toMatchObject([{ body: 'You fool', why: 'removed' }])
    expect((await listReports(ctx, reader, { state: 'decided' })).items.slice(0, 2)).toMatchObject([
      { id: gone.reportId, decision: 'removed', statement },
      { id: kept.reportId, decision: 'dismissed' },
    ])
  })

  it('can cost its writer the account, which only admins decide', async () => {
    const { sides, say } = await talking()
    const { seq } = await say('buyer', 'You fool')
    await reportMessage(ctx, ...sides.shop, seq, because)
    const [report] = await ctx.db.select().from(chatReports).where(eq(chatReports.conversationId, sides.shop[1].conversationId))
    const statusOf = async () => (await ctx.db.select().from(users).where(eq(users.id, sides.buyer[0].userId!)))[0]!.status

    const decide = async (actor: Awaited<ReturnType<typeof moderator>>) =>
      decideReport(ctx, actor, report!.id, { decision: 'suspended', statement })
    await expect(decide(await moderator())).rejects.toMatchObject({ kind: 'forbidden' })
    expect(await statusOf()).toBe('active')
    expect((await listMessages(ctx, ...sides.shop, {})).items[0]!.body).toBe('You fool')
    await decide(await make(ctx).user({ role: 'admin' }))
    expect(await statusOf()).toBe('disabled')
    expect((await listMessages(ctx, ...sides.shop, {})).items[0]!.body).toBe('')
  })
})

describe('the rules of the marketplace', () => {
  const rule = (key: string, value: unknown) => ctx.db.insert(settings).values({ key, value })
  afterEach(() => ctx.db.delete(settings))

  it('refuse words, also where they are hidden, and nothing changes', async () => {
    await rule('chatRefusedWords', ['fool'])
    const { conversationId, say, sides } = await talking()
    const { seq } = await say('buyer', 'A foolproof lamp')
    const before = await ctx.db.select().from(messages).where(eq(messages.conversationId, conversationId))
    for (const body of ['You FOOL!', 'You fo\u200bol'])
      await expect(say('buyer', body)).rejects.toMatchObject({ code: 'chat.word_refused', details: { word: 'fool' } })
    await expect(editMessage(ctx, ...sides.buyer, seq, { body: 'You fool' })).rejects.toMatchObject({ code: 'chat.word_refused' })
    expect(await ctx.db.select().from(messages).where(eq(messages.conversationId, conversationId))).toEqual(before)
  })

  it('hold a message, of which the other side sees its place, until a moderator has looked', async () => {
    const { say, sides, conversationId } = await talking()
    const held = await say('shop', 'Pay by Western  Union')
    expect(held).toMatchObject({ seq: 3, isHeld: true, body: 'Pay by Western  Union' })
    const seen = async () => (await listMessages(ctx, ...sides.buyer, {})).items[0]
    expect(await seen()).toMatchObject({ seq: 3, isHeld: true, body: '', attachments: [] })
    expect((await getConversation(ctx, ...sides.buyer)).latest).toMatchObject({ isHeld: true, body: '' })
    await editMessage(ctx, ...sides.shop, held.seq, { body: 'Pay as you like' })
    expect(await seen()).toMatchObject({ isHeld: true, body: '' })

    const [report, ...others] = await ctx.db.select().from(chatReports).where(eq(chatReports.conversationId, conversationId))
    expect(report).toMatchObject({ reason: 'filter', note: 'western union', reporterId: null })
    expect(others).toEqual([])
    const moderator = await make(ctx).user({ role: 'moderator' })
    const { rev } = (await seen())!
    await decideReport(ctx, moderator, report!.id, { decision: 'dismissed', statement: 'It is harmless.' })
    expect((await listMessages(ctx, ...sides.buyer, { afterRev: rev })).items).toMatchObject([
      { seq: 3, isHeld: false, body: 'Pay as you like' },
    ])
  })

  it('hold the pictures and files of a message too', async () => {
    const { sides } = await talking()
    const [keeper, theirs] = sides.shop
    const { fileId } = await addAttachment(ctx, keeper, theirs, { name: 'bill.txt', bytes: Buffer.from('12 Euro') })
    await sendMessage(ctx, keeper, theirs, { clientId: crypto.randomUUID(), body: 'Use paysafecard', attachmentIds: [fileId] })
    expect((await listMessages(ctx, ...sides.buyer, {})).items[0]).toMatchObject({ kind: 'file', isHeld: true, attachments: [] })
    expect((await listMessages(ctx, ...sides.shop, {})).items[0]!.attachments).toHaveLength(1)
    expect(await attachmentAddress(ctx, keeper, fileId, { small: false })).toContain(fileId)
    await expect(attachmentAddress(ctx, sides.buyer[0], fileId, { small: false })).rejects.toMatchObject({
      code: 'chat.attachment_not_found',
    })
  })

  it('make unreadable how to reach each other elsewhere, until there is an order', async () => {
    await rule('chatMaskContacts', true)
    const { buyer, say } = await talking()
    const own = `${ctx.config.siteUrl}/products/bowl`
    const body = `ada@example.org, ada (at) example.org, +49 170 1234567, 0170 / 123 45 67, https://example.org/x, www.example.org; ${own}`
    const harmless = 'On 22.11.2026 or 01.02.2027, 12 pieces at 1,200.00, order 2026-000123-1'
    expect((await say('buyer', body)).body).toBe(`•••, •••, •••, •••, ••• •••; ${own}`.replace('••• •••;', '••• •••'))
    expect((await say('shop', harmless)).body).toBe(harmless)

    const { fill, start, pay } = buying(ctx)
    await fill(buyer, shop.bowl)
    await pay(buyer, (await start(buyer)).checkout.id)
    expect((await say('buyer', body)).body).toBe(body)
  })

  it('hold links that lead away until there is an order', async () => {
    await rule('chatHoldLinks', true)
    const { say } = await talking()
    expect(await say('buyer', `${ctx.config.siteUrl}/products/bowl`)).toMatchObject({ isHeld: false })
    expect(await say('buyer', 'See https://example.org/x')).toMatchObject({ isHeld: true })
  })
})
