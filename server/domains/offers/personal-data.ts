import { and, asc, eq, inArray } from 'drizzle-orm'
import { offers } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { PersonalData } from '#server/platform/personal-data'
import { endOffer } from './end-offer'

/** Which prices somebody was offered or has offered as a shopper, and what became of them. */
export async function personalDataOf(ctx: Context, userId: string): Promise<PersonalData> {
  return { offers: await ctx.db.select().from(offers).where(eq(offers.buyerId, userId)).orderBy(asc(offers.createdAt), asc(offers.id)) }
}

/** What was agreed stays with the shop; what is still open ends, and gives back what was put aside. */
export async function erasePersonalData(ctx: Context, userId: string): Promise<void> {
  const underWay = await ctx.db
    .select({ id: offers.id, conversationId: offers.conversationId })
    .from(offers)
    .where(and(eq(offers.buyerId, userId), inArray(offers.state, ['open', 'accepted'])))
    .orderBy(asc(offers.id))
  for (const offer of underWay) await endOffer(ctx, offer, () => true)
}
