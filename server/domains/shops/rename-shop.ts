import { and, eq } from 'drizzle-orm'
import { shops, slugHistory } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction, sqlState } from '#server/platform/database/in-transaction'
import { pageTag, purgeTags } from '#server/platform/cache/page-tags'
import { requireMember } from './require-member'
import { shopClosed, shopNotFound, shopSlugTaken } from './shops-errors'
import { lockShop, type ShopRow } from './shops-locks'

const UNIQUE_VIOLATION = '23505'

/** Gives the shop another address, and another name if told; the old address leads to the new one. Throws `shops.slug_taken`. */
export async function renameShop(ctx: Context, actor: Actor, shopId: string, to: { name?: string; slug: string }): Promise<ShopRow> {
  try {
    return await inTransaction(ctx, async (ctx) => {
      await requireMember(ctx, actor, shopId, 'owner')
      const shop = await lockShop(ctx, shopId)
      if (!shop) throw shopNotFound()
      if (shop.status === 'closed') throw shopClosed()
      const [past] = await ctx.db
        .select()
        .from(slugHistory)
        .where(and(eq(slugHistory.kind, 'shop'), eq(slugHistory.slug, to.slug)))
      if (past && past.targetId !== shopId) throw shopSlugTaken(to.slug)

      const [renamed] = await ctx.db.update(shops).set(to).where(eq(shops.id, shopId)).returning()
      if (past) await ctx.db.delete(slugHistory).where(and(eq(slugHistory.kind, 'shop'), eq(slugHistory.slug, to.slug)))
      if (shop.slug !== to.slug)
        await ctx.db.insert(slugHistory).values({ kind: 'shop', slug: shop.slug, targetId: shopId, createdAt: ctx.now })

      await ctx.queue.publish(ctx.db, 'shop.changed', { shopId })
      await purgeTags(ctx, [pageTag.shop(shopId), pageTag.home])
      return renamed!
    })
  } catch (error) {
    if (sqlState(error) === UNIQUE_VIOLATION) throw shopSlugTaken(to.slug)
    throw error
  }
}
