import { eq, sql } from 'drizzle-orm'
import { carts } from '#db/schema'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { CART_LINES_MAX, SAVED_LINES_MAX } from '#shared/contracts/cart'

/**
 * Gives a user what they put into the cart before they signed in. Of a thing that is in both carts the larger number
 * stays: somebody who puts it in again after months does not want it twice; and what is in one of them is not saved for later.
 * The coupon that was typed in last, before they
 * signed in, takes the place of an older one.
 */
export function mergeCarts(ctx: Context, userId: string, guestKey: string): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const [guests] = await ctx.db.select().from(carts).where(eq(carts.guestKey, guestKey)).for('update')
    if (!guests) return
    const [own] = await ctx.db.select().from(carts).where(eq(carts.userId, userId)).for('update')
    if (!own) {
      await ctx.db.update(carts).set({ userId, guestKey: null, updatedAt: ctx.now }).where(eq(carts.id, guests.id))
      return
    }

    await ctx.db.execute(sql`
      update cart_lines mine set
        quantity = case
          when (mine.saved_at is null) = (theirs.saved_at is null) then greatest(mine.quantity, theirs.quantity)
          when theirs.saved_at is null then theirs.quantity else mine.quantity end,
        saved_at = case when theirs.saved_at is null then null else mine.saved_at end
      from cart_lines theirs
      where mine.cart_id = ${own.id} and theirs.cart_id = ${guests.id}
        and mine.variant_id = theirs.variant_id and mine.offer_id is not distinct from theirs.offer_id`)
    // Lines keep their ids, by which a checkout that is being paid takes them out of the cart.
    await ctx.db.execute(sql`
      with theirs as (
        select theirs.id, theirs.saved_at is null as wanted,
          row_number() over (partition by theirs.saved_at is null order by theirs.id desc) as place
        from cart_lines theirs
        where theirs.cart_id = ${guests.id} and not exists (
          select from cart_lines mine
          where mine.cart_id = ${own.id} and mine.variant_id = theirs.variant_id and mine.offer_id is not distinct from theirs.offer_id
        )
      ), room as (
        select wanted, most - (select count(*) from cart_lines mine where mine.cart_id = ${own.id} and mine.offer_id is null and (mine.saved_at is null) = wanted) as lines
        from (values (true, ${CART_LINES_MAX}::int), (false, ${SAVED_LINES_MAX}::int)) as kinds (wanted, most)
      )
      update cart_lines set cart_id = ${own.id} where id in (
        select theirs.id from theirs join room on room.wanted = theirs.wanted where theirs.place <= room.lines
      )`)
    await ctx.db.delete(carts).where(eq(carts.id, guests.id))
    await ctx.db
      .update(carts)
      .set({ updatedAt: ctx.now, couponId: guests.couponId ?? own.couponId })
      .where(eq(carts.id, own.id))
  })
}
