import { sql } from 'drizzle-orm'
import { commissionLines } from '#db/schema'
import { settingSql } from '#server/domains/settings'
import type { Context } from '#server/platform/context'
import type { RowCollection } from '#server/platform/database/collect-rows'
import { runPrepared } from '#server/platform/database/run-prepared'
import { share, sum } from '#shared/money'

/** What commission is taken of. */
export interface CommissionedOrder {
  id: string
  shopId: string
  /** What the shop gets for each line, and for sending them. */
  lines: readonly { id: string; productId: string | null; worthMinor: number }[]
  shippingWorthMinor: number
}

/** Adds the marketplace's share of each line and of the shipping to `rows`; answers with the sum by order. */
export async function freezeCommission(
  ctx: Context,
  orders: readonly CommissionedOrder[],
  rows: RowCollection,
): Promise<Map<string, number>> {
  const bases = orders.flatMap(({ id: orderId, shopId, lines, shippingWorthMinor }) => [
    ...lines.map(({ id, productId, worthMinor }) => ({ orderId, shopId, orderLineId: id, productId, base: worthMinor })),
    { orderId, shopId, orderLineId: null, productId: null, base: shippingWorthMinor },
  ])
  const rates = await ratesOf(ctx, bases)
  const taken = bases
    .map(({ orderId, orderLineId, base }, index) => {
      const { ruleId, rateBps } = rates[index]!
      return { id: ctx.newId(), orderId, orderLineId, ruleId, rateBps, amountMinor: share(base, rateBps), createdAt: ctx.now }
    })
    .filter(({ amountMinor }) => amountMinor !== 0)

  rows.add(commissionLines, taken)
  return new Map(orders.map(({ id }) => [id, sum(taken.filter(({ orderId }) => orderId === id).map(({ amountMinor }) => amountMinor))]))
}

interface RateRow extends Record<string, unknown> {
  ruleId: string | null
  rateBps: number
}

/**
 * The rate of each line of a shop, or of its shipping, at this moment: of the first rule that matches, else the
 * marketplace's own. A rule for a category holds for all below it, and for no shipping.
 */
async function ratesOf(ctx: Context, shares: readonly { shopId: string; productId: string | null }[]): Promise<RateRow[]> {
  return runPrepared<RateRow>(
    ctx,
    sql`
    select rule.id as "ruleId", coalesce(rule.rate_bps, (${settingSql('commissionBps')} #>> '{}')::int) as "rateBps"
    from unnest(
      (select ${sql.param(shares.map(({ shopId }) => shopId))}::uuid[]), (select ${sql.param(shares.map(({ productId }) => productId))}::uuid[])
    ) with ordinality as share (shop_id, product_id, place)
    left join products product on product.id = share.product_id
    left join categories own on own.id = product.category_id
    left join lateral (
      select rule.id, rule.rate_bps from commission_rules rule left join categories above on above.id = rule.category_id
      where (rule.shop_id is null or rule.shop_id = share.shop_id)
        and (rule.category_id is null or own.path = above.path or starts_with(own.path, above.path || '/'))
        and ${isCurrent(ctx)}
      order by rule.position, rule.id limit 1
    ) rule on true
    order by share.place`,
  )
}

const isCurrent = ({ now }: Context) => {
  const moment = sql`${now.toISOString()}::timestamptz`
  return sql`rule.valid_from <= ${moment} and (rule.valid_to is null or rule.valid_to > ${moment})`
}
