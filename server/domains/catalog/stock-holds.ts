import { and, asc, eq, gt, isNotNull, isNull, sql } from 'drizzle-orm'
import { stockHolds } from '#db/schema'
import type { Context } from '#server/platform/context'
import { anyOf } from '#server/platform/database/any-of'
import { collectRows, type RowCollection } from '#server/platform/database/collect-rows'
import type { HoldOwnerKind } from '#shared/lifecycles/stock'
import { stockShort } from './catalog-errors'
import { addSales, mergeDemand, moveStock, type Demand } from './stock-movements'

/** For whom stock is put aside. */
export interface HoldOwner {
  kind: HoldOwnerKind
  id: string
}

/**
 * Puts stock aside until a moment; what is in `rows` already is written with it. Throws `catalog.stock_short` with the variants
 * that are not left in that quantity; the transaction it runs in must then be given up.
 */
export async function holdStock(
  ctx: Context,
  owner: HoldOwner,
  demand: readonly Demand[],
  expiresAt: Date,
  rows = collectRows(),
): Promise<void> {
  const wanted = mergeDemand(demand)
  const held = await moveStock(ctx, 'held', wanted, owner)
  const short = wanted.filter(({ variantId }) => !held.has(variantId))
  if (short.length > 0) throw stockShort(short.map(({ variantId }) => variantId))

  rows.add(
    stockHolds,
    wanted.map((part) => {
      const offerId = owner.kind === 'offer' ? owner.id : undefined
      return { id: ctx.newId(), ownerKind: owner.kind, ownerId: owner.id, offerId, ...part, expiresAt, createdAt: ctx.now }
    }),
  )
  await rows.write(ctx)
}

/**
 * Lets a checkout have what is put aside for agreed prices: the same rows change their owner, so nothing is put aside twice and nobody
 * else can come in between. False when not all of it is there for an offer of its own any more; the transaction must then be given up.
 */
export async function takeOverHolds(ctx: Context, checkoutId: string, offerIds: readonly string[]): Promise<boolean> {
  if (offerIds.length === 0) return true
  // Locked in one order, so that two who want the same ones never wait in a circle.
  const free = await ctx.db
    .select({ id: stockHolds.id })
    .from(stockHolds)
    .where(
      and(
        anyOf(stockHolds.offerId, offerIds),
        eq(stockHolds.ownerKind, 'offer'),
        eq(stockHolds.state, 'active'),
        gt(stockHolds.expiresAt, ctx.now),
      ),
    )
    .orderBy(asc(stockHolds.id))
    .for('update')
  const taken = await ctx.db
    .update(stockHolds)
    .set({ ownerKind: 'checkout', ownerId: checkoutId })
    .where(
      anyOf(
        stockHolds.id,
        free.map(({ id }) => id),
      ),
    )
    .returning({ id: stockHolds.id })
  return taken.length === offerIds.length
}

/**
 * Gives back what is still put aside, and says whether there was anything; what a checkout has taken over from an agreed price is
 * that price's again, with the end that it had. Repeating it does nothing.
 */
export async function releaseHolds(ctx: Context, owner: HoldOwner, why: 'released' | 'expired'): Promise<boolean> {
  if (owner.kind === 'checkout')
    await ctx.db
      .update(stockHolds)
      .set({ ownerKind: 'offer', ownerId: sql`${stockHolds.offerId}` })
      .where(and(activeHoldsOf(owner), isNotNull(stockHolds.offerId)))
  const released = await ctx.db
    .update(stockHolds)
    .set({ state: why })
    .where(activeHoldsOf(owner))
    .returning({ variantId: stockHolds.variantId, quantity: stockHolds.quantity })
  await moveStock(ctx, 'released', released, owner)
  return released.length > 0
}

/**
 * Turns what was put aside into what an order group has bought: the reservation stays until the parcels leave. What notes it is
 * added to `rows`. False, with nothing changed, when not all of it is still there. `count` is how many rows there should be: one a variant, and one an agreed price.
 */
export async function consumeHolds(ctx: Context, owner: HoldOwner, count: number, groupId: string, rows: RowCollection): Promise<boolean> {
  const active = sql`(select count(*) from ${stockHolds} active where active.owner_kind = ${owner.kind} and active.owner_id = ${owner.id}::uuid and active.state = 'active')`
  const consumed = await ctx.db
    .update(stockHolds)
    .set({ state: 'consumed' })
    .where(and(activeHoldsOf(owner), sql`${active} = ${count}`))
    .returning({ variantId: stockHolds.variantId, quantity: stockHolds.quantity })
  if (consumed.length === 0) return false

  addSales(ctx, consumed, groupId, rows)
  return true
}

/** Keeps what is put aside for longer; an agreed price keeps the end that was agreed. */
export const extendHolds = (ctx: Context, owner: HoldOwner, expiresAt: Date) =>
  ctx.db
    .update(stockHolds)
    .set({ expiresAt })
    .where(and(activeHoldsOf(owner), isNull(stockHolds.offerId)))

const activeHoldsOf = (owner: HoldOwner) =>
  and(eq(stockHolds.ownerKind, owner.kind), eq(stockHolds.ownerId, owner.id), eq(stockHolds.state, 'active'))
