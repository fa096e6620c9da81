import { eq } from 'drizzle-orm'
import { shops } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { pageTag, purgeTags } from '#server/platform/cache/page-tags'
import { HOLIDAY_MOST_DAYS } from '#shared/contracts/shop-settings'
import { requireMember } from './require-member'
import { holidayBackwards, holidayOver, holidayTooLong, shopNotFound } from './shops-errors'
import { lockShop, type ShopRow } from './shops-locks'

const DAY_MS = 24 * 60 * 60 * 1000

/** Between two moments. */
interface Holiday {
  from: Date
  to: Date
}

/**
 * Closes the shop for a holiday, or opens it again: meanwhile its products are not listed and cannot be bought. Throws
 * `shops.holiday_backwards`, `shops.holiday_over` or `shops.holiday_too_long`.
 */
export function planHoliday(ctx: Context, actor: Actor, shopId: string, holiday: Holiday | null): Promise<ShopRow> {
  return inTransaction(ctx, async (ctx) => {
    await requireMember(ctx, actor, shopId, 'manager')
    if (!(await lockShop(ctx, shopId))) throw shopNotFound()
    if (holiday && holiday.to <= holiday.from) throw holidayBackwards()
    if (holiday && holiday.to <= ctx.now) throw holidayOver()
    if (holiday && holiday.to.getTime() - holiday.from.getTime() > HOLIDAY_MOST_DAYS * DAY_MS) throw holidayTooLong(HOLIDAY_MOST_DAYS)

    const [shop] = await ctx.db
      .update(shops)
      .set({ closedFrom: holiday?.from ?? null, closedTo: holiday?.to ?? null })
      .where(eq(shops.id, shopId))
      .returning()

    await ctx.queue.publish(ctx.db, 'shop.changed', { shopId })
    await purgeTags(ctx, [pageTag.shop(shopId), pageTag.home])
    return shop!
  })
}
