import { asc, eq } from 'drizzle-orm'
import { reviews } from '#db/schema'
import { pageTag, purgeTags } from '#server/platform/cache/page-tags'
import type { Context } from '#server/platform/context'
import type { PersonalData } from '#server/platform/personal-data'
import { ERASED_NAME } from '#shared/erased-person'

/** What somebody has said of what they bought. */
export async function personalDataOf(ctx: Context, userId: string): Promise<PersonalData> {
  return { reviews: await ctx.db.select().from(reviews).where(eq(reviews.userId, userId)).orderBy(asc(reviews.createdAt)) }
}

/** What was said stays, since others decide by it; who said it does not. */
export async function erasePersonalData(ctx: Context, userId: string): Promise<void> {
  const renamed = await ctx.db
    .update(reviews)
    .set({ authorName: ERASED_NAME })
    .where(eq(reviews.userId, userId))
    .returning({ productId: reviews.productId })
  await purgeTags(
    ctx,
    renamed.map(({ productId }) => pageTag.product(productId)),
  )
}
