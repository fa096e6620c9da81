import { sql, type SQL } from 'drizzle-orm'
import { recordAudit } from '#server/domains/audit'
import { repairListings } from '#server/domains/catalog'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { Repair } from '#shared/contracts/doctor'
import { doctorNotYours, notRepairable } from './checkout-errors'
import { mayAskDoctor } from './checkout-policy'

/**
 * Makes rows anew whose truth stands beside them, and says how many. Those that are wrong are locked before the truth is
 * counted: whoever writes it holds the same lock, and what somebody else has repaired meanwhile is not.
 */
async function makeAnew(ctx: Context, wrong: SQL, lock: (ids: SQL) => SQL, write: (ids: SQL) => SQL): Promise<number> {
  const found = await ctx.db.execute<{ id: string }>(wrong)
  const ids = sql`${sql.param(found.map(({ id }) => id))}::uuid[]`
  await ctx.db.execute(lock(ids))
  return (await ctx.db.execute(write(ids))).length
}

const MOVED = sql`
  select known.variant_id as id, coalesce(sum(movement.on_hand_delta), 0)::int as on_hand, coalesce(sum(movement.reserved_delta), 0)::int as reserved
  from stock_levels known left join stock_movements movement on movement.variant_id = known.variant_id`
const BOOKED = sql`
  select known.id, coalesce(sum(entry.amount_minor), 0)::bigint as amount
  from ledger_accounts known left join ledger_entries entry on entry.account_id = known.id`
const DERIVED = sql`
  select order_id as id, case
    when disputed_minor > 0 then 'disputed'
    when charged_back_minor > 0 then 'charged_back'
    when refunded_minor = 0 then 'captured'
    when refunded_minor < captured_minor then 'partially_refunded'
    else 'refunded' end as status
  from payment_allocations`

/** What may be repaired: only what is derived from something that is true beside it. */
const REPAIRS: Record<string, (ctx: Context) => Promise<number>> = {
  'stock is the sum of its movements': (ctx) =>
    makeAnew(
      ctx,
      sql`
        select moved.id from (${MOVED} group by known.variant_id) moved join stock_levels level on level.variant_id = moved.id
        where level.on_hand <> moved.on_hand or level.reserved <> moved.reserved`,
      (ids) => sql`select from stock_levels where variant_id = any(${ids}) order by variant_id for no key update`,
      (ids) => sql`
        update stock_levels level set on_hand = moved.on_hand, reserved = moved.reserved
        from (${MOVED} where known.variant_id = any(${ids}) group by known.variant_id) moved
        where moved.id = level.variant_id and (level.on_hand <> moved.on_hand or level.reserved <> moved.reserved)
        returning level.variant_id`,
    ),
  "each shop's balance recomputes from the ledger": (ctx) =>
    makeAnew(
      ctx,
      sql`
        select booked.id from (${BOOKED} where known.shop_id is not null group by known.id) booked
        join ledger_accounts account on account.id = booked.id where account.balance_minor <> booked.amount`,
      (ids) => sql`select from ledger_accounts where id = any(${ids}) order by id for no key update`,
      (ids) => sql`
        update ledger_accounts account set balance_minor = booked.amount
        from (${BOOKED} where known.id = any(${ids}) group by known.id) booked
        where booked.id = account.id and account.balance_minor <> booked.amount returning account.id`,
    ),
  'every order says what became of its money': (ctx) =>
    makeAnew(
      ctx,
      sql`select o.id from (${DERIVED}) derived join orders o on o.id = derived.id where o.payment_status <> derived.status`,
      (ids) => sql`select from orders where id = any(${ids}) order by id for no key update`,
      (ids) => sql`
        update orders o set payment_status = derived.status
        from (${DERIVED} where order_id = any(${ids})) derived where derived.id = o.id and o.payment_status <> derived.status
        returning o.id`,
    ),
  'every live product of an open shop is in the read model, and nothing else': repairListings,
  'what the read model says of a product is true': repairListings,
}

export const canRepair = (invariant: string): boolean => Object.hasOwn(REPAIRS, invariant)

/** Makes anew what is derived, for an admin who says why. Throws `checkout.not_repairable`. */
export function repairMarketplace(ctx: Context, actor: Actor, { invariant, reason }: Repair): Promise<number> {
  return inTransaction(ctx, async (ctx) => {
    if (!mayAskDoctor(actor)) throw doctorNotYours()
    if (!canRepair(invariant)) throw notRepairable(invariant)

    const repaired = await REPAIRS[invariant]!(ctx)
    await recordAudit(ctx, actor, {
      action: 'doctor.repaired',
      subject: { type: 'invariant', id: invariant },
      details: { reason, repaired },
    })
    return repaired
  })
}
