import { sql } from 'drizzle-orm'
import { askToRead } from '#server/domains/reconciliation'
import { systemActor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'

/** The test provider has just charged what was bought over months: its book says so by the days on which it was, and is read. */
export async function seedBalance(ctx: Context): Promise<void> {
  await ctx.db.execute(sql`
    update test_provider.intents intent set charge_at = groups.placed_at
    from payments payment join order_groups groups on groups.checkout_id = payment.checkout_id
    where payment.intent_id = intent.id and intent.charge_status = 'succeeded'`)
  await askToRead(ctx, systemActor)
}
