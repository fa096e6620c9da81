import { and, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { messages, settings } from '#db/schema'
import { accessKeyOf } from '#server/domains/orders'
import { jobs } from '#server/jobs'
import { visitor, type Actor } from '#server/platform/actor'
import { messageHitPageSchema, type MessageHit } from '#shared/contracts/chat'
import { buying } from '../../../tests/support/buying'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { smallShop } from '../../../tests/support/small-shop'
import { blockConversation } from './block-conversation'
import type { Way } from './chat-locks'
import { deleteMessage, editMessage } from './edit-message'
import { joinRoom, leaveRoom } from './join-room'
import { makeRoom } from './make-room'
import { openConversation } from './open-conversation'
import { searchMessages, searchShopMessages } from './search-messages'
import { sendMessage } from './send-message'

const ctx = await testContext({}, jobs)
const { guest, fill, start, pay } = buying(ctx)
const WEEK_AGO = new Date(Date.now() - 7 * 24 * 60 * 60 * 1000)
let shop: Awaited<ReturnType<typeof smallShop>>
beforeAll(async () => {
  shop = await smallShop(ctx)
})

async function talking(name = 'Ada Lovelace') {
  const buyer = await make(ctx).user({ name, createdAt: WEEK_AGO })
  const conversationId = await openConversation(ctx, buyer, { about: 'shop', slug: shop.bowl.shop.slug })
  const sides: Record<'buyer' | 'shop', readonly [Actor, Way]> = {
    buyer: [buyer, { conversationId, shopId: null }],
    shop: [shop.keeper, { conversationId, shopId: shop.shopId }],
  }
  return {
    buyer,
    conversationId,
    sides,
    say: (side: 'buyer' | 'shop', body: string) => sendMessage(ctx, ...sides[side], { clientId: crypto.randomUUID(), body }),
    mine: (q: string, more = {}) => searchMessages(ctx, buyer, null, { q, ...more }),
    theirs: (q: string, more = {}) => searchShopMessages(ctx, shop.keeper, shop.shopId, { q, conversationId, ...more }),
  }
}
const textOf = ({ excerpt }: MessageHit) => excerpt.map(({ text, isMatch }) => (isMatch ? `[${text}]` : text)).join('')
const textsOf = async (page: Promise<{ items: MessageHit[] }>) => (await page).items.map(textOf)

describe('searching in messages', () => {
  it('finds words without their accents, the last as a beginning, the newest first, and marks them', async () => {
    const { say, mine, theirs, conversationId } = await talking()
    await say('buyer', 'Ist die Schüssel für den Ofen?')
    await say('shop', 'The bowl stands an oven of 200 °C, the plate does not.')
    await say('buyer', 'And the ovens of today?')

    expect(await textsOf(mine('OVEN'))).toEqual(['And the [ovens] of today?', 'The bowl stands an [oven] of 200 °C, the plate does not.'])
    expect(await textsOf(mine('bowl ov'))).toEqual(['The [bowl] stands an [oven] of 200 °C, the plate does not.'])
    expect(await textsOf(theirs('schussel fur'))).toEqual(['Ist die [Schüssel] [für] den Ofen?'])
    expect(await textsOf(mine('ov bowl'))).toEqual([])
    expect(await textsOf(mine('bowl o'))).toEqual([])
    expect(await textsOf(mine('200 c'))).toEqual(['The bowl stands an oven of [200] °[C], the plate does not.'])
    const [hit] = messageHitPageSchema.parse(await mine('stands')).items
    expect(hit).toMatchObject({ conversation: { id: conversationId, buyerName: 'Ada L.' }, seq: 2, side: 'shop', isOwn: false })
  })

  it('cuts an excerpt out of what is long, and says so', async () => {
    const { say, mine } = await talking()
    await say('buyer', `${'before '.repeat(80)}needle${' after'.repeat(80)}`)
    const [text] = await textsOf(mine('needle'))
    expect(text).toMatch(/^… (before )+\[needle\]( after)+ ?…$/)
    expect(text!.length).toBeLessThan(250)
  })

  it('takes nothing that is typed for more than words', async () => {
    const { say, mine } = await talking()
    await say('buyer', "It's a 50:50 chance, <b>really</b> & truly | so \u0002there\u0003")
    for (const q of ["' | 'a", '!chance', '& | ! ( ) : *', "\\' or", 'chance:*D', 'a <-> b', '((', "''", '\\'])
      await expect(mine(q)).resolves.toBeDefined()
    expect(await textsOf(mine('!chance'))).toHaveLength(1)
    expect(await textsOf(mine('chance | missing'))).toEqual([])
    expect(await textsOf(mine('& !'))).toEqual([])
    expect(await textsOf(mine("it's there"))).toEqual([expect.stringContaining('[there]')])
  })

  it('does not find what is deleted, or what was said before it was edited', async () => {
    const { sides, say, mine, theirs } = await talking()
    const gone = await say('buyer', 'Gone giraffe')
    const edited = await say('buyer', 'Edited giraffe')
    await deleteMessage(ctx, ...sides.buyer, gone.seq)
    await editMessage(ctx, ...sides.buyer, edited.seq, { body: 'Edited elephant' })
    for (const find of [mine, theirs]) {
      expect(await textsOf(find('giraffe'))).toEqual([])
      expect(await textsOf(find('elephant'))).toEqual(['Edited [elephant]'])
    }
  })

  it('finds what a filter holds for its own side alone, and for both what was said before one blocked the other', async () => {
    const { sides, say, mine, theirs } = await talking()
    await say('buyer', 'Hello')
    await ctx.db.insert(settings).values({ key: 'chatHeldWords', value: ['zebra'] })
    await say('shop', 'A zebra of ours')
    await say('buyer', 'A zebra of mine')
    await blockConversation(ctx, ...sides.shop, { blocked: true })
    expect(await textsOf(mine('zebra'))).toEqual(['A [zebra] of mine'])
    expect(await textsOf(theirs('zebra'))).toEqual(['A [zebra] of ours'])
  })

  it('finds nothing of other people, and is for those who take part', async () => {
    const [ours, others] = [await talking(), await talking('Bea Other')]
    const other = await smallShop(ctx)
    await ours.say('buyer', 'No secrets')
    await others.say('buyer', 'A secret walrus')
    const { conversationId } = others
    expect(await textsOf(ours.mine('walrus'))).toEqual([])
    expect(await textsOf(searchShopMessages(ctx, other.keeper, other.shopId, { q: 'walrus' }))).toEqual([])
    expect(await textsOf(searchShopMessages(ctx, shop.keeper, shop.shopId, { q: 'walrus' }))).toHaveLength(1)
    expect(await textsOf(ours.theirs('walrus'))).toEqual([])
    const refused = { code: 'chat.not_found' }
    await expect(ours.mine('walrus', { conversationId })).rejects.toMatchObject(refused)
    await expect(searchShopMessages(ctx, other.keeper, other.shopId, { q: 'walrus', conversationId })).rejects.toMatchObject(refused)
    await expect(searchShopMessages(ctx, ours.buyer, shop.shopId, { q: 'walrus' })).rejects.toMatchObject({ kind: 'not_found' })
    await expect(searchMessages(ctx, visitor(), null, { q: 'walrus' })).rejects.toMatchObject({ code: 'chat.not_signed_in' })
  })

  it('goes on where it ended, whatever is written meanwhile', async () => {
    const { buyer, conversationId, mine } = await talking()
    const say = (seq: number) => ({
      ...{ conversationId, seq, rev: seq, senderId: buyer.userId, clientId: crypto.randomUUID(), kind: 'text' as const },
      ...{ body: `otter ${seq}`, createdAt: new Date(WEEK_AGO.getTime() + Math.floor(seq / 3)) },
    })
    await ctx.db.insert(messages).values(Array.from({ length: 27 }, (_, index) => say(index + 1)))
    const first = await mine('otter')
    await ctx.db.insert(messages).values(say(28))
    const second = await mine('otter', { cursor: first.nextCursor })
    expect([...first.items, ...second.items].map(({ seq }) => seq)).toEqual(Array.from({ length: 27 }, (_, index) => 27 - index))
    expect(second.nextCursor).toBeNull()
    await expect(mine('otter', { cursor: 'nonsense' })).rejects.toMatchObject({ code: 'request.cursor_invalid' })
  })

  it('looks through a room for who is in it at that moment, and never through rooms beside conversations', async () => {
    const [owner, member, other] = await Promise.all(
      ['Olga Owner', 'Max Member', 'Otto Other'].map((name) => make(ctx).user({ name, createdAt: WEEK_AGO })),
    )
    const conversationId = await makeRoom(ctx, owner!, { name: `Room ${ctx.newId()}`, visibility: 'public' })
    await joinRoom(ctx, member!, conversationId)
    const way = { conversationId, shopId: null }
    const say = (who: Actor, body: string) => sendMessage(ctx, who, way, { clientId: crypto.randomUUID(), body })
    await say(owner!, 'A lynx of mine')
    const gone = await say(owner!, 'A lynx that went')
    await deleteMessage(ctx, owner!, way, gone.seq)
    const held = await say(member!, 'A lynx that is held')
    await ctx.db
      .update(messages)
      .set({ heldAt: ctx.now })
      .where(and(eq(messages.conversationId, conversationId), eq(messages.seq, held.seq)))
    const find = (who: Actor, within: string | undefined = conversationId) =>
      searchMessages(ctx, who, null, { q: 'lynx', conversationId: within })

    const [hit] = messageHitPageSchema.parse(await find(owner!)).items
    expect(hit).toMatchObject({
      conversation: { id: conversationId, kind: 'room', shop: null, room: { name: expect.any(String) } },
      senderName: 'Olga O.',
      side: 'member',
      isOwn: true,
    })
    expect(await textsOf(find(owner!))).toEqual(['A [lynx] of mine'])
    expect(await textsOf(find(member!))).toEqual(['A [lynx] that is held', 'A [lynx] of mine'])
    const everywhere = (who: Actor) => textsOf(searchMessages(ctx, who, null, { q: 'lynx' }))
    expect(await everywhere(owner!)).toEqual(['A [lynx] of mine'])
    expect(await everywhere(member!)).toEqual(['A [lynx] that is held', 'A [lynx] of mine'])
    expect(await everywhere(other!)).toEqual([])
    await expect(find(other!)).rejects.toMatchObject({ code: 'chat.not_found' })
    await expect(searchShopMessages(ctx, shop.keeper, shop.shopId, { q: 'lynx', conversationId })).rejects.toMatchObject({
      code: 'chat.not_found',
    })
    await leaveRoom(ctx, member!, conversationId)
    expect(await everywhere(member!)).toEqual([])
    await expect(find(member!)).rejects.toMatchObject({ code: 'chat.not_found' })
  })

  it('lets a guest look through the conversation that their key opens', async () => {
    const buyer = guest()
    await fill(buyer, shop.bowl)
    const { groupNumber } = await pay(buyer, (await start(buyer, { email: 'guest@example.org' })).checkout.id)
    const key = accessKeyOf(ctx.config, groupNumber!)
    const conversationId = await openConversation(ctx, visitor(), { about: 'order', number: `${groupNumber}-1`, key })
    const way = { conversationId, shopId: null, key }
    await sendMessage(ctx, visitor(), way, { clientId: crypto.randomUUID(), body: 'Where is my heron?' })
    const find = (key: string | null, actor: Actor = visitor()) => searchMessages(ctx, actor, key, { q: 'heron', conversationId })
    expect((await find(key)).items).toMatchObject([{ senderName: 'Ada L.', isOwn: true, side: 'buyer' }])
    await expect(find(null)).rejects.toMatchObject({ code: 'chat.not_signed_in' })
    await expect(find(null, (await talking()).buyer)).rejects.toMatchObject({ code: 'chat.not_found' })
    expect(await textsOf(searchShopMessages(ctx, shop.keeper, shop.shopId, { q: 'heron' }))).toEqual(['Where is my [heron]?'])
  })
})
