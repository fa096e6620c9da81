import { asc, eq, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { conversations, messages } from '#db/schema'
import type { RateLimiter } from '#server/platform/rate-limit/rate-limit'
import type { MessageView } from '#shared/contracts/chat'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { deleteMessage, editMessage } from './edit-message'
import { listMessages } from './list-messages'
import { openConversation } from './open-conversation'
import { sendMessage } from './send-message'

const unlimited: RateLimiter = {
  attempt: async () => ({ allowed: true, remaining: 1, retryAfterSeconds: 0 }),
  close: async () => {},
}
const ctx = await testContext({ rateLimiter: unlimited })

const PIECES = 12
const actSchedule = fc.array(
  fc.record({
    who: fc.constantFrom('buyer' as const, 'keeper' as const),
    /** Which of its own messages somebody sends; the same one again is a retry. */
    piece: fc.nat({ max: PIECES - 1 }),
    /** What follows at once: nothing, another word for it, or taking it back. */
    then: fc.constantFrom('nothing' as const, 'nothing' as const, 'edit' as const, 'delete' as const),
  }),
  { minLength: 1, maxLength: 40 },
)

it('whoever sends what at once and again, it is stored once, in one order, and every change can be caught up with', async () => {
  await fc.assert(
    fc.asyncProperty(actSchedule, fc.nat(), async (acts, point) => {
      const keeper = await make(ctx).user()
      const buyer = await make(ctx).user()
      const shop = await make(ctx).shop({ owner: keeper })
      const conversationId = await openConversation(ctx, buyer, { about: 'shop', slug: shop.slug })
      const ways = { buyer: { conversationId, shopId: null }, keeper: { conversationId, shopId: shop.id } }
      const people = { buyer, keeper }
      await sendMessage(ctx, buyer, ways.buyer, { clientId: crypto.randomUUID(), body: 'Hello' })
      const clientIds = { buyer: Array.from({ length: PIECES }, ctx.newId), keeper: Array.from({ length: PIECES }, ctx.newId) }

      // Each answer says which number a client id got; it must be the same each time.
      const told = new Map<string, number>()
      await Promise.all(
        acts.map(async ({ who, piece, then }) => {
          const clientId = clientIds[who][piece]!
          const { seq } = await sendMessage(ctx, people[who], ways[who], { clientId, body: `${who} ${piece}` })
          expect(told.get(clientId) ?? seq).toBe(seq)
          told.set(clientId, seq)
          if (then === 'edit')
            await editMessage(ctx, people[who], ways[who], seq, { body: `${who} ${piece}!` }).catch((error: { code?: string }) =>
              expect(error.code).toBe('chat.not_editable'),
            )
          if (then === 'delete') await deleteMessage(ctx, people[who], ways[who], seq)
        }),
      )

      const stored = await ctx.db.select().from(messages).where(eq(messages.conversationId, conversationId)).orderBy(asc(messages.seq))
      expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, index) => index + 1))
      expect(new Set(stored.map(({ clientId }) => clientId)).size).toBe(stored.length)
      expect(stored).toHaveLength(told.size + 1)
      const revs = stored.map(({ rev }) => rev)
      expect(new Set(revs).size).toBe(revs.length)
      const [conversation] = await ctx.db.select().from(conversations).where(eq(conversations.id, conversationId))
      expect(conversation).toMatchObject({ lastSeq: stored.length, lastRev: Math.max(...revs) })

      // Whoever knew all up to any change has all, once they have fetched what came after it.
      const from = point % (conversation!.lastRev + 1)
      const known = new Map(stored.filter(({ rev }) => rev <= from).map(({ seq, rev }) => [seq, rev]))
      let cursor = from
      for (let hasMore = true; hasMore;) {
        const page = await listMessages(ctx, buyer, ways.buyer, { afterRev: cursor })
        const grown = page.items.map(({ rev }: MessageView) => rev)
        expect(grown).toEqual(grown.toSorted((one, other) => one - other))
        for (const { seq, rev } of page.items) known.set(seq, rev)
        cursor = grown.at(-1) ?? page.lastRev
        hasMore = page.hasMore
      }
      expect([...known].sort(([one], [other]) => one - other)).toEqual(stored.map(({ seq, rev }) => [seq, rev]))
    }),
    { numRuns: 25 },
  )
})

it('would notice a number that is taken without the lock', async () => {
  const buyer = await make(ctx).user()
  const shop = await make(ctx).shop()
  const conversationId = await openConversation(ctx, buyer, { about: 'shop', slug: shop.slug })
  const careless = async () => {
    const [{ next }] = (await ctx.db.execute<{ next: number }>(
      sql`select last_seq + 1 as next from conversations where id = ${conversationId}`,
    )) as unknown as [{ next: number }]
    await ctx.db
      .insert(messages)
      .values({ conversationId, seq: next, rev: next, senderId: buyer.userId, clientId: ctx.newId(), kind: 'text', body: 'x' })
    await ctx.db.update(conversations).set({ lastSeq: next, lastRev: next }).where(eq(conversations.id, conversationId))
  }
  const outcomes = await Promise.allSettled(Array.from({ length: 6 }, careless))
  expect(outcomes.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0)
})
