import { eq } from 'drizzle-orm'
import { shops } from '#db/schema'
import type { Context } from '#server/platform/context'
import { Refusal } from '../launch/refusal'

/** The id of the shop at an address. */
export async function shopOf(ctx: Context, slug: string): Promise<string> {
  const [shop] = await ctx.db.select({ id: shops.id }).from(shops).where(eq(shops.slug, slug))
  if (!shop) throw new Refusal(`There is no shop “${slug}”. All of them: npm run souk -- shops list`)
  return shop.id
}
