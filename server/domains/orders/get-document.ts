import { and, eq } from 'drizzle-orm'
import { orderDocuments, orders } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { drawDocument } from './draw-document'
import { findReadableGroup } from './get-order-group'
import { groupNumberOf } from './order-number'
import { documentNotFound, orderNotFound } from './orders-errors'
import { requireMemberOfShop } from './orders-locks'

/** A paper to keep. */
export interface PaperFile {
  bytes: Uint8Array
  fileName: string
}

/** An invoice or a credit note for its buyer, signed in or by the key of their link, and for admins. */
export async function getDocument(ctx: Context, actor: Actor, number: string, key: string | null, documentId: string): Promise<PaperFile> {
  const group = await findReadableGroup(ctx, actor, groupNumberOf(number), key)
  if (!group) throw orderNotFound()
  return printDocument(ctx, number, documentId)
}

/** The same for the members of its shop. */
export async function getShopDocument(ctx: Context, actor: Actor, shopId: string, number: string, documentId: string): Promise<PaperFile> {
  await requireMemberOfShop(ctx, actor, shopId)
  return printDocument(ctx, number, documentId, shopId)
}

async function printDocument(ctx: Context, number: string, documentId: string, shopId?: string): Promise<PaperFile> {
  const [found] = await ctx.db
    .select({ document: orderDocuments })
    .from(orderDocuments)
    .innerJoin(orders, eq(orders.id, orderDocuments.orderId))
    .where(and(eq(orderDocuments.id, documentId), eq(orders.number, number), shopId ? eq(orders.shopId, shopId) : undefined))
  if (!found) throw documentNotFound()
  return { bytes: await drawDocument(found.document), fileName: `${found.document.number}.pdf` }
}
