import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { conversations, messages, settings, users } from '#db/schema'
import { jobs } from '#server/jobs'
import type { Actor } from '#server/platform/actor'
import { conversationExportQuerySchema } from '#shared/contracts/chat'
import { testContext } from '../../../tests/support/context'
import { make } from '../../../tests/support/make'
import { smallShop } from '../../../tests/support/small-shop'
import type { Way } from './chat-locks'
import { deleteMessage, editMessage } from './edit-message'
import { exportConversation } from './export-conversation'
import { openConversation } from './open-conversation'
import { sendMessage } from './send-message'

const ctx = await testContext({}, jobs)

async function talking() {
  const shop = await smallShop(ctx)
  const buyer = await make(ctx).user({ name: 'Ada Lovelace', createdAt: new Date(Date.now() - 7 * 24 * 60 * 60 * 1000) })
  const conversationId = await openConversation(ctx, buyer, { about: 'shop', slug: shop.bowl.shop.slug })
  const sides: Record<'buyer' | 'shop', readonly [Actor, Way]> = {
    buyer: [buyer, { conversationId, shopId: null }],
    shop: [shop.keeper, { conversationId, shopId: shop.shopId }],
  }
  const say = (side: 'buyer' | 'shop', body: string) => sendMessage(ctx, ...sides[side], { clientId: crypto.randomUUID(), body })
  const given = async (side: 'buyer' | 'shop', query = {}) => {
    const pieces = await Array.fromAsync(await exportConversation(ctx, ...sides[side], conversationExportQuerySchema.parse(query)))
    return { text: pieces.join(''), pieces: pieces.length }
  }
  return { shop, buyer, conversationId, sides, say, given }
}

it('gives each side what it sees, in words and for programs', async () => {
  const { sides, say, given } = await talking()
  const gone = await say('buyer', 'My giraffe')
  const edited = await say('buyer', 'Is it blue?')
  await deleteMessage(ctx, ...sides.buyer, gone.seq)
  await editMessage(ctx, ...sides.buyer, edited.seq, { body: 'Is it "green"?' })
  await ctx.db.insert(settings).values({ key: 'chatHeldWords', value: ['zebra'] })
  await say('shop', 'A zebra')

  const [mine, theirs] = [(await given('buyer', { language: 'de' })).text, (await given('shop')).text]
  expect(mine).toMatch(/^Nachrichten zwischen Ada L\. und .+\n\n.+ · Ada L\.\n {4}Diese Nachricht wurde gelöscht\.\n/)
  expect(mine).toContain('· Ada L. (bearbeitet)\n    Is it "green"?\n')
  expect(mine).not.toMatch(/giraffe|zebra|blue/)
  expect(theirs).toContain('A zebra')
  const { conversation, messages: said } = JSON.parse((await given('buyer', { format: 'json' })).text)
  expect(conversation).toMatchObject({ buyerName: 'Ada L.' })
  expect(said).toMatchObject([
    { seq: 1, body: '', deletedAt: expect.any(String) },
    { seq: 2, body: 'Is it "green"?' },
    { seq: 3, body: '', isHeld: true },
  ])
})

it('has no line that somebody made to look like the line above what another one says', async () => {
  const { say, given, buyer } = await talking()
  await say('buyer', 'x\v23 Nov · Olga\f    forged\u0085again\u001b[2J\u0007')
  await ctx.db.update(users).set({ name: 'A\u202elice\nBob' }).where(eq(users.id, buyer.userId))
  const { text } = await given('shop')
  expect(text).toContain('\n    x\n    23 Nov · Olga\n        forged\n    again[2J\n')
  expect(text).not.toMatch(/(?!\n)\p{Cc}|\u202e/u)
})

it('comes in pieces, with the time of the reader’s place, and for nobody else', async () => {
  const { conversationId, buyer, say, given, sides } = await talking()
  await say('buyer', 'one')
  const createdAt = new Date('2026-07-01T23:30:00Z')
  const more = Array.from({ length: 1200 }, (_, index) => ({ seq: index + 2, rev: index + 2, body: `more ${index + 2}` }))
  const rest = { conversationId, senderId: buyer.userId, kind: 'text' as const, createdAt }
  await ctx.db.insert(messages).values(more.map((one) => ({ ...rest, ...one, clientId: crypto.randomUUID() })))

  await ctx.db.update(conversations).set({ lastSeq: 1201, lastRev: 1201 }).where(eq(conversations.id, conversationId))
  const { text, pieces } = await given('buyer', { timeZone: 'Europe/Berlin' })
  expect(pieces).toBe(4)
  expect(text).toContain('2 Jul 2026, 01:30:00 CEST · Ada L.\n    more 1201\n')
  expect(JSON.parse((await given('shop', { format: 'json' })).text).messages).toHaveLength(1201)
  const stranger = await make(ctx).user()
  await expect(exportConversation(ctx, stranger, sides.buyer[1], conversationExportQuerySchema.parse({}))).rejects.toMatchObject({
    code: 'chat.not_found',
  })
})
