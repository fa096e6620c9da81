import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { eq } from 'drizzle-orm'
import { stockLevels } from '#db/schema'
import { refreshListings } from '#server/domains/catalog'
import type { Context } from '#server/platform/context'
import { mailFolder } from '#server/platform/world'
import { make, type MadeProduct } from './make'

/** A shop with somebody who keeps it, a bowl of 24.00 and a cup of 9.00; and an admin of the marketplace. */
export async function smallShop(ctx: Context, { bowlTitle = 'Bowl' } = {}) {
  const admin = await make(ctx).user({ role: 'admin' })
  const keeper = await make(ctx).user()
  const shop = await make(ctx).shop({ owner: keeper, name: 'Clay & Co' })
  const bowl = await make(ctx).product({ shop, title: bowlTitle, priceMinor: 2400, stock: 500 })
  const cup = await make(ctx).product({ shop, title: 'Cup', priceMinor: 900, stock: 500 })
  await refreshListings(ctx, [bowl.id, cup.id])
  return { admin, keeper, shopId: shop.id, bowl, cup }
}

/** What is there of it, and what of that is put aside. */
export async function levelOf(ctx: Context, { variant }: MadeProduct): Promise<{ onHand: number; reserved: number }> {
  const [level] = await ctx.db
    .select({ onHand: stockLevels.onHand, reserved: stockLevels.reserved })
    .from(stockLevels)
    .where(eq(stockLevels.variantId, variant.id))
  return level!
}

/** The mails that were sent, as they were written, which hold a text. */
export const mailsWith = ({ config }: Context, text: string): string[] =>
  readdirSync(mailFolder(config), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.\w+$/.test(name))
    .map((name) => readFileSync(path.join(mailFolder(config), name), 'utf8'))
    .filter((mail) => mail.includes(text))
