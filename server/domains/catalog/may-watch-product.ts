import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { listings } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'

/** Whether this person may be told when a product changes: everybody, of what is listed. */
export const mayWatchProduct = async (ctx: Context, _actor: Actor, productId: string): Promise<boolean> =>
  z.uuid().safeParse(productId).success && (await ctx.db.$count(listings, eq(listings.productId, productId))) > 0
