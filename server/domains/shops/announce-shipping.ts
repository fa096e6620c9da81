import { pageTag, purgeTags } from '#server/platform/cache/page-tags'
import type { Context } from '#server/platform/context'

/** Has the pages of a shop and its listings made anew, in the transaction that changed how it sends. */
export async function announceShipping(ctx: Context, shopId: string): Promise<void> {
  await ctx.queue.publish(ctx.db, 'shop.changed', { shopId })
  await purgeTags(ctx, [pageTag.shop(shopId)])
}
