import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { conversations, messages } from '#db/schema'
import { visitor, type Actor } from '#server/platform/actor'
import { messagesAroundSchema, messagesAroundQuerySchema } from '#shared/contracts/chat'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { smallShop } from '../../../tests/support/small-shop'
import { listMessages } from './list-messages'
import { listMessagesAround } from './list-messages-around'
import { makeRoom } from './make-room'
import { openConversation } from './open-conversation'

const ctx = await testContext()
const FIRST = Date.parse('2025-01-01T08:00:00.000Z')
const HOUR = 60 * 60 * 1000
const at = (hours: number) => new Date(FIRST + hours * HOUR)
let shop: Awaited<ReturnType<typeof smallShop>>
beforeAll(async () => {
  shop = await smallShop(ctx)
})

/** A conversation in which something was said each hour. */
async function long(count = 120) {
  const buyer = await make(ctx).user()
  const conversationId = await openConversation(ctx, buyer, { about: 'shop', slug: shop.bowl.shop.slug })
  const said = (index: number) => ({
    ...{ conversationId, seq: index + 1, rev: index + 1, senderId: buyer.userId, clientId: crypto.randomUUID(), kind: 'text' as const },
    ...{ body: `${index + 1}`, createdAt: at(index) },
  })
  await ctx.db.insert(messages).values(Array.from({ length: count }, (_, index) => said(index)))
  await ctx.db.update(conversations).set({ lastSeq: count, lastRev: count, begun: true }).where(eq(conversations.id, conversationId))
  const [mine, theirs] = [
    { conversationId, shopId: null },
    { conversationId, shopId: shop.shopId },
  ]
  return { buyer, mine, theirs, around: (query: object) => listMessagesAround(ctx, buyer, mine, messagesAroundQuerySchema.parse(query)) }
}
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

describe('what was said around a message', () => {
  it('is given in its order, with what is beyond it', async () => {
    const { around } = await long()
    const found = messagesAroundSchema.parse(await around({ seq: 60 }))
    expect(found.items.map(({ seq }) => seq)).toEqual(range(35, 85))
    expect(found).toMatchObject({ seq: 60, hasOlder: true, hasNewer: true, lastRev: 120 })
    expect(await around({ seq: 26 })).toMatchObject({ seq: 26, items: { length: 51 }, hasOlder: false, hasNewer: true })
    expect(await around({ seq: 27 })).toMatchObject({ hasOlder: true })
    expect(await around({ seq: 95 })).toMatchObject({ seq: 95, hasOlder: true, hasNewer: false })
    expect(await around({ seq: 94 })).toMatchObject({ hasNewer: true })
  })

  it('is that around the newest where there are not so many', async () => {
    const { around } = await long()
    const found = await around({ seq: 2_000_000_000 })
    expect(found).toMatchObject({ seq: 120, hasNewer: false })
    expect(found.items.map(({ seq }) => seq)).toEqual(range(95, 120))
  })

  it.each([1, 2, 3, 7, 120])('finds the first of %i messages since a moment, whichever it is', async (count) => {
    const { around } = await long(count)
    const found = async (moment: Date) => (await around({ since: moment.toISOString() })).seq
    expect(await found(new Date('1000-01-01'))).toBe(1)
    for (const index of count > 10 ? [0, 1, 41, 118, 119] : range(0, count - 1)) {
      expect(await found(at(index))).toBe(index + 1)
      expect(await found(new Date(at(index).getTime() - 1))).toBe(index + 1)
      expect(await found(new Date(at(index).getTime() + 1))).toBe(Math.min(index + 2, count))
    }
    expect(await found(new Date('9999-12-31'))).toBe(count)
    expect((await around({ since: '0000-01-01T00:00:00Z' })).seq).toBe(1)
  })

  it('is nothing where nothing was said', async () => {
    const owner = await make(ctx).user({ createdAt: new Date(Date.now() - 7 * 24 * HOUR) })
    const conversationId = await makeRoom(ctx, owner, { name: `Room ${ctx.newId()}`, visibility: 'public' })
    for (const query of [{ seq: 3 }, { since: at(0).toISOString() }])
      expect(await listMessagesAround(ctx, owner, { conversationId, shopId: null }, query)).toEqual({
        ...{ seq: null, items: [], hasOlder: false, hasNewer: false, lastRev: 0 },
      })
  })

  it('is for who takes part, of the side that they are on', async () => {
    const { buyer, mine, theirs } = await long(3)
    expect((await listMessagesAround(ctx, shop.keeper, theirs, { seq: 2 })).items.map(({ isOwn }) => isOwn)).toEqual([false, false, false])
    expect((await listMessagesAround(ctx, buyer, mine, { seq: 2 })).items.map(({ isOwn }) => isOwn)).toEqual([true, true, true])
    const other = await make(ctx).user()
    const outcomes: [Actor, typeof mine | typeof theirs, string][] = [
      [other, mine, 'chat.not_found'],
      [other, theirs, 'chat.not_found'],
      [shop.keeper, mine, 'chat.not_found'],
      [visitor(), mine, 'chat.not_signed_in'],
    ]
    for (const [who, way, code] of outcomes)
      for (const query of [{ seq: 2 }, { since: at(0).toISOString() }])
        await expect(listMessagesAround(ctx, who, way, query)).rejects.toMatchObject({ code })
  })

  it('is asked for by one thing at a time', () => {
    for (const query of [{}, { seq: 1, since: at(0).toISOString() }, { seq: 0 }, { since: 'yesterday' }])
      expect(messagesAroundQuerySchema.safeParse(query).success).toBe(false)
  })
})

it('goes on after a message, page by page, in their order', async () => {
  const { buyer, mine } = await long()
  const seqs: number[] = []
  for (let afterSeq = 10, hasMore = true; hasMore; afterSeq = seqs.at(-1)!) {
    const page = await listMessages(ctx, buyer, mine, { afterSeq })
    seqs.push(...page.items.map(({ seq }) => seq))
    hasMore = page.hasMore
  }
  expect(seqs).toEqual(range(11, 120))
})
