import { and, eq, sql } from 'drizzle-orm'
import { stockHolds } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { HoldOwnerKind } from '#shared/lifecycles/stock'
import { stockShort } from './catalog-errors'
import { mergeDemand, moveStock, type Demand } from './stock-movements'

/** For whom stock is put aside. */
export interface HoldOwner {
  kind: HoldOwnerKind
  id: string
}

/**
 * Puts stock aside until a moment. Throws `catalog.stock_short` with the variants that are not left in that quantity;
 * the transaction it runs in must then be given up.
 */
export async function holdStock(ctx: Context, owner: HoldOwner, demand: readonly Demand[], expiresAt: Date): Promise<void> {
  const wanted = mergeDemand(demand)
  const held = await moveStock(ctx, 'held', wanted, { kind: 'checkout', id: owner.id })
  const short = wanted.filter(({ variantId }) => !held.has(variantId))
  if (short.length > 0) throw stockShort(short.map(({ variantId }) => variantId))

  await ctx.db
    .insert(stockHolds)
    .values(wanted.map((part) => ({ id: ctx.newId(), ownerKind: owner.kind, ownerId: owner.id, ...part, expiresAt, createdAt: ctx.now })))
}

/** Gives back what is still put aside. Repeating it does nothing. */
export async function releaseHolds(ctx: Context, owner: HoldOwner, why: 'released' | 'expired'): Promise<void> {
  const released = await ctx.db
    .update(stockHolds)
    .set({ state: why })
    .where(activeHoldsOf(owner))
    .returning({ variantId: stockHolds.variantId, quantity: stockHolds.quantity })
  await moveStock(ctx, 'released', released, { kind: 'checkout', id: owner.id })
}

/**
 * Turns what was put aside into what an order group has bought: the reservation stays until the parcels leave.
 * False, with nothing changed, when not all of it is still there. `count` is how many variants there should be.
 */
export async function consumeHolds(ctx: Context, owner: HoldOwner, count: number, groupId: string): Promise<boolean> {
  const active = sql`(select count(*) from ${stockHolds} active where active.owner_kind = ${owner.kind} and active.owner_id = ${owner.id}::uuid and active.state = 'active')`
  const consumed = await ctx.db
    .update(stockHolds)
    .set({ state: 'consumed' })
    .where(and(activeHoldsOf(owner), sql`${active} = ${count}`))
    .returning({ variantId: stockHolds.variantId, quantity: stockHolds.quantity })
  if (consumed.length === 0) return false

  await moveStock(ctx, 'sold', consumed, { kind: 'order_group', id: groupId })
  return true
}

/** Keeps what is put aside for longer. */
export const extendHolds = (ctx: Context, owner: HoldOwner, expiresAt: Date) =>
  ctx.db.update(stockHolds).set({ expiresAt }).where(activeHoldsOf(owner))

const activeHoldsOf = (owner: HoldOwner) =>
  and(eq(stockHolds.ownerKind, owner.kind), eq(stockHolds.ownerId, owner.id), eq(stockHolds.state, 'active'))
