import { sql } from 'drizzle-orm'
import { stockMovements } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { RowCollection } from '#server/platform/database/collect-rows'
import { runPrepared } from '#server/platform/database/run-prepared'
import { STOCK_EFFECTS, type StockMovementKind } from '#shared/lifecycles/stock'
import { looksDifferent, type StockLevel } from './stock-availability'

/** So many of a variant. */
export interface Demand {
  variantId: string
  quantity: number
}

/** The movements that change a counter; a sale of what is held does not. */
type CountedKind = Exclude<StockMovementKind, 'sold'>

/** What caused a movement. */
export interface StockReference {
  kind: 'checkout' | 'offer' | 'order_group' | 'order' | 'shipment' | 'return' | 'stock_take' | 'delivery'
  id: string | null
  userId?: string | null
  reason?: string
}

interface MovedLevel extends StockLevel {
  variantId: string
}

/** One row a variant, in ascending order: two lines of one variant ask for their sum. */
export function mergeDemand(demand: readonly Demand[]): Demand[] {
  const merged = new Map<string, number>()
  for (const { variantId, quantity } of demand) merged.set(variantId, (merged.get(variantId) ?? 0) + quantity)
  return [...merged].map(([variantId, quantity]) => ({ variantId, quantity })).sort((a, b) => (a.variantId < b.variantId ? -1 : 1))
}

/**
 * The only writer of stock counters: changes them and notes why in one statement, with the rows locked in ascending
 * order, so that two who want the same things never wait in a circle. Holding takes only what is left: the answer
 * names the variants that moved, and a variant that is missing from it was short. Tells the subscribers of
 * `stock.changed` when shoppers are to be told something else than before, unless nobody is shown these variants. Goods that come in end the shop's notice that
 * little is left; what a checkout gives back does not, or a shop would be told again and again.
 */
export async function moveStock(
  ctx: Context,
  kind: CountedKind,
  demand: readonly Demand[],
  reference: StockReference,
  { isShown = true } = {},
): Promise<Set<string>> {
  const wanted = mergeDemand(demand)
  if (wanted.length === 0) return new Set()

  const moved = await runPrepared<MovedLevel & Record<string, unknown>>(ctx, moveStatement(ctx, kind, wanted, reference))

  if (isShown) await tellShoppers(ctx, kind, wanted, moved)
  return new Set(moved.map(({ variantId }) => variantId))
}

async function tellShoppers(ctx: Context, kind: CountedKind, wanted: readonly Demand[], moved: readonly MovedLevel[]): Promise<void> {
  const effect = STOCK_EFFECTS[kind]
  const quantities = new Map(wanted.map(({ variantId, quantity }) => [variantId, quantity]))
  const visibly = moved.filter((now) => {
    const quantity = quantities.get(now.variantId)!
    return looksDifferent(
      { ...now, onHand: now.onHand - effect.onHand * quantity, reserved: now.reserved - effect.reserved * quantity },
      now,
    )
  })
  if (visibly.length > 0) await ctx.queue.publish(ctx.db, 'stock.changed', { variantIds: visibly.map(({ variantId }) => variantId).sort() })
}

/** Notes the sale of what is held, which moves no counter and so waits for nobody's lock. */
export function addSales(ctx: Context, sold: readonly Demand[], groupId: string, rows: RowCollection): void {
  rows.add(
    stockMovements,
    mergeDemand(sold).map(({ variantId, quantity }) => ({
      id: ctx.newId(),
      variantId,
      kind: 'sold' as const,
      quantity,
      onHandDelta: 0,
      reservedDelta: 0,
      referenceKind: 'order_group',
      referenceId: groupId,
      reason: '',
      createdAt: ctx.now,
    })),
  )
}

function moveStatement(ctx: Context, kind: CountedKind, wanted: readonly Demand[], reference: StockReference) {
  const effect = STOCK_EFFECTS[kind]
  const isLeft =
    kind === 'held' ? sql`level.backorder or not level.tracked or level.on_hand - level.reserved >= locked.quantity` : sql`true`

  const leftAfterwards = sql`level.on_hand - level.reserved + (${effect.onHand}::int - ${effect.reserved}::int) * locked.quantity`

  return sql`
    with wanted as (
      select * from unnest(
        (select ${sql.param(wanted.map(({ variantId }) => variantId))}::uuid[]),
        (select ${sql.param(wanted.map(({ quantity }) => quantity))}::int[]),
        (select ${sql.param(wanted.map(() => ctx.newId()))}::uuid[])
      ) as wanted (variant_id, quantity, movement_id)
    ),
    locked as materialized (
      select level.variant_id, wanted.quantity, wanted.movement_id
      from stock_levels level join wanted on wanted.variant_id = level.variant_id
      order by level.variant_id
      for no key update of level
    ),
    moved as (
      update stock_levels level
      set on_hand = level.on_hand + ${effect.onHand}::int * locked.quantity, reserved = level.reserved + ${effect.reserved}::int * locked.quantity,
        low_alerted_at = case when ${effect.onHand}::int * locked.quantity <= 0 or ${leftAfterwards} <= level.low_at then level.low_alerted_at end
      from locked
      where level.variant_id = locked.variant_id and (${isLeft})
      returning level.*, locked.quantity, locked.movement_id
    ),
    noted as (
      insert into stock_movements (id, variant_id, kind, quantity, on_hand_delta, reserved_delta, reference_kind, reference_id, user_id, reason, created_at)
      select movement_id, variant_id, ${kind}, quantity, ${effect.onHand}::int * quantity, ${effect.reserved}::int * quantity,
        ${reference.kind}, ${reference.id}::uuid, ${reference.userId ?? null}::uuid, ${reference.reason ?? ''}, ${ctx.now.toISOString()}::timestamptz
      from moved
    )
    select variant_id as "variantId", tracked, backorder, on_hand as "onHand", reserved, low_at as "lowAt" from moved`
}
