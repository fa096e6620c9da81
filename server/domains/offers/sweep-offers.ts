import { asc, sql } from 'drizzle-orm'
import { offers } from '#db/schema'
import type { Context } from '#server/platform/context'
import { anyOf } from '#server/platform/database/any-of'
import { endOffer } from './end-offer'
import type { OfferRow } from './offer-locks'

const AT_MOST = 500

interface DueOffer extends Record<string, unknown> {
  id: string
  conversationId: string
}

/** Nobody will answer it, or buy it, any more; the last also where what was agreed on is archived. */
const OVER = sql`case
  when offer.state = 'open' then offer.expires_at <= now_.at or offer.variant_id is null or product.status = 'archived'
  else hold.owner_kind = 'offer' and hold.state = 'active' and (offer.agreed_until <= now_.at or product.status = 'archived')
end`

const source = (ctx: Context) => sql`
  offers offer
  cross join (select ${ctx.now.toISOString()}::timestamptz as at) now_
  left join variants variant on variant.id = offer.variant_id
  left join products product on product.id = variant.product_id
  left join stock_holds hold on hold.offer_id = offer.id`

/** Ends what is over and notes what was bought; safe on any number of nodes, and each that fails waits for the next round. */
export async function sweepOffers(ctx: Context): Promise<void> {
  const due = await ctx.db.execute<DueOffer>(sql`
    select offer.id, offer.conversation_id as "conversationId" from ${source(ctx)}
    where offer.state in ('open', 'accepted') and (${OVER} or hold.state = 'consumed')
    order by offer.id limit ${AT_MOST}`)
  for (const offer of due) await endOffer(ctx, offer, isOver).catch((error) => ctx.log.warn({ error }, 'an offer could not be ended'))
}

async function isOver(ctx: Context, { id }: OfferRow): Promise<boolean> {
  return (await ctx.db.execute(sql`select from ${source(ctx)} where offer.id = ${id}::uuid and ${OVER}`)).length > 0
}

/** Notes that agreed prices were bought; repeating it does nothing. */
export async function noteBoughtOffers(ctx: Context, offerIds: readonly string[]): Promise<void> {
  const bought = await ctx.db
    .select({ id: offers.id, conversationId: offers.conversationId })
    .from(offers)
    .where(anyOf(offers.id, offerIds))
    .orderBy(asc(offers.id))
  for (const offer of bought) await endOffer(ctx, offer, () => false)
}
