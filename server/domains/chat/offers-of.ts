import { and, asc, eq, inArray, sql, type SQL, type SQLWrapper } from 'drizzle-orm'
import { files, offers, productImages } from '#db/schema'
import { presentPicture } from '#server/domains/files'
import type { Context } from '#server/platform/context'
import { anyOf } from '#server/platform/database/any-of'
import type { Picture } from '#shared/contracts/common'
import type { OfferView } from '#shared/contracts/offers'
import { offerStateAt } from '#shared/lifecycles/offer'
import { times } from '#shared/money'
import type { MessageRow } from './chat-locks'

/** The prices that these messages of a conversation offer, by `seq`, as they stand now. */
export async function offersOf(ctx: Context, conversationId: string, rows: readonly MessageRow[]): Promise<ReadonlyMap<number, OfferView>> {
  const seqs = rows.flatMap(({ kind, seq }) => (kind === 'offer' ? [seq] : []))
  if (seqs.length === 0) return new Map()
  const found = await ctx.db
    .select()
    .from(offers)
    .where(and(eq(offers.conversationId, conversationId), inArray(offers.seq, seqs)))
  const pictures = await picturesOf(ctx, [...new Set(found.map(({ productId }) => productId))])
  return new Map(
    found.map((offer) => [
      offer.seq,
      {
        id: offer.id,
        state: offerStateAt(offer, ctx.now),
        madeBy: offer.madeBy,
        variantId: offer.variantId,
        productSlug: offer.productSlug,
        title: offer.title,
        optionLabel: offer.optionLabel,
        picture: pictures.get(offer.productId) ?? null,
        quantity: offer.quantity,
        unitMinor: offer.unitMinor,
        totalMinor: times(offer.unitMinor, offer.quantity),
        currency: offer.currency,
        expiresAt: offer.expiresAt.toISOString(),
        agreedUntil: offer.agreedUntil?.toISOString() ?? null,
      },
    ]),
  )
}

/** The first picture of each product. */
async function picturesOf(ctx: Context, productIds: readonly string[]): Promise<ReadonlyMap<string, Picture>> {
  const rows = await ctx.db
    .select({
      productId: productImages.productId,
      alt: productImages.alt,
      width: files.width,
      height: files.height,
      placeholder: files.placeholder,
      renditions: files.renditions,
    })
    .from(productImages)
    .innerJoin(files, eq(files.id, productImages.fileId))
    .where(and(anyOf(productImages.productId, productIds), eq(productImages.position, 0)))
    .orderBy(asc(productImages.productId))
  return new Map(rows.map(({ productId, alt, ...picture }) => [productId, presentPicture(picture, alt)]))
}

/** Of a message that is no offer, or of one that can still be answered: what was withdrawn or has ended waits for nobody. */
export const stillStands = (said: { kind: SQLWrapper; conversationId: SQLWrapper; seq: SQLWrapper }): SQL => sql`(
  ${said.kind} <> 'offer' or exists (
    select from ${offers} offer where offer.conversation_id = ${said.conversationId} and offer.seq = ${said.seq} and offer.state = 'open'
  ))`
