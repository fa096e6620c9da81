import { sql } from 'drizzle-orm'
import { takePart, type Way } from '#server/domains/chat'
import { readSettings } from '#server/domains/settings'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { OfferChoices } from '#shared/contracts/offers'
import { sidesOf } from './offer-locks'

const MOST = 12

interface Choice extends Record<string, unknown> {
  id: string
  title: string
  variants: OfferChoices['products'][number]['variants']
}

/** What the two sides of a conversation can agree on: products of its shop that are on sale, those that they speak of first. */
export async function listOfferChoices(ctx: Context, actor: Actor, way: Way, { search }: { search: string }): Promise<OfferChoices> {
  const { conversation } = await takePart(ctx, actor, way)
  const { shopId } = sidesOf(conversation)
  const { currency } = await readSettings(ctx)
  const products = await ctx.db.execute<Choice>(sql`
    select product.id, product.title, variants
    from products product
    join lateral (
      select json_agg(json_build_object('id', variant.id, 'optionLabel', variant.option_key, 'priceMinor', variant.price_minor) order by variant.position, variant.id) as variants
      from variants variant where variant.product_id = product.id
    ) sold on variants is not null
    left join lateral (
      select max(seq) as seq from messages
      where conversation_id = ${conversation.id}::uuid and kind = 'context' and context->>'productId' = product.id::text
    ) spoken on true
    where product.shop_id = ${shopId}::uuid and product.status = 'live' and strpos(lower(product.title), lower(${search}::text)) > 0
    order by spoken.seq desc nulls last, product.title, product.id limit ${MOST}`)
  return { currency, products: [...products] }
}
