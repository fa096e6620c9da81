import { sql } from 'drizzle-orm'
import type { Context } from '#server/platform/context'
import { runPrepared } from '#server/platform/database/run-prepared'
import type { ProductCard } from '#shared/contracts/catalog'
import { listingCondition } from './listing-filter'
import { cardColumns, presentCard, type CardRow } from './product-card'

const SHOWN = 8
/** Only what sells best is compared, so that a category of any size costs the same. */
const COMPARED = 100

/**
 * What somebody who looks at a product may like, for its page: what others bought with it first, which the caller knows,
 * then of its category what shares the most with it, what can be bought before what cannot.
 */
export async function relatedProducts(
  ctx: Context,
  product: { id: string; categoryPath: string | undefined },
  boughtTogether: readonly ProductCard[] = [],
): Promise<ProductCard[]> {
  const known = new Set(boughtTogether.map(({ slug }) => slug))
  const alike = product.categoryPath === undefined ? [] : await mostAlike(ctx, product.id, product.categoryPath)
  return [...boughtTogether, ...alike.map(presentCard).filter(({ slug }) => !known.has(slug))].slice(0, SHOWN)
}

const mostAlike = (ctx: Context, productId: string, categoryPath: string): Promise<CardRow[]> =>
  runPrepared<CardRow>(
    ctx,
    sql`
    with own as (select brand, attributes, attribute_values from products where id = ${productId}::uuid)
    select ${cardColumns(ctx)}
    from (
      select * from listings where ${listingCondition(ctx, { categoryPath })} and product_id <> ${productId}::uuid
      order by sold_count desc, product_id desc limit ${COMPARED}
    ) listings
    order by in_stock desc, (
      select (other.brand <> '' and other.brand = own.brand)::int
        + (select count(*) from jsonb_array_elements(other.attributes) trait where own.attributes @> jsonb_build_array(trait))
        + (select count(*) from jsonb_each(other.attribute_values) said where own.attribute_values->said.key = said.value)
      from products other, own where other.id = listings.product_id
    ) desc, sold_count desc, product_id desc
    limit ${SHOWN}`,
  )
