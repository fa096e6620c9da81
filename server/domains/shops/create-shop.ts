import { shopMembers, shops } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { createShopSchema, type CreateShop } from '#shared/contracts/shops'
import { slugify } from '#shared/slugs'
import { wasShopSlug } from './shop-slugs'
import { mayNotOpenShop, shopSlugTaken } from './shops-errors'
import type { ShopRow } from './shops-locks'
import { mayOpenShopFor } from './shops-policy'

/** Opens a shop for its owner; it sells once it is active. Throws `shops.slug_taken` if the wished address is. */
export function createShop(ctx: Context, actor: Actor, ownerId: string, input: CreateShop): Promise<ShopRow> {
  const { slug: wished, ...details } = createShopSchema.parse(input)

  return inTransaction(ctx, async (ctx) => {
    if (!mayOpenShopFor(actor, ownerId)) throw mayNotOpenShop()

    const id = ctx.newId()
    const made = slugify(details.name) || 'shop'
    for (const slug of wished ? [wished] : [made, `${made}-${id.slice(-6)}`]) {
      if (await wasShopSlug(ctx, slug)) continue
      const values = { ...details, id, slug, createdAt: ctx.now }
      const [shop] = await ctx.db.insert(shops).values(values).onConflictDoNothing({ target: shops.slug }).returning()
      if (!shop) continue

      await ctx.db.insert(shopMembers).values({ id: ctx.newId(), shopId: id, userId: ownerId, role: 'owner', createdAt: ctx.now })
      return shop
    }
    throw shopSlugTaken(wished ?? made)
  })
}
