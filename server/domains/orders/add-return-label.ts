import { and, eq } from 'drizzle-orm'
import { returns } from '#db/schema'
import { privateAddress, storePrivateFile } from '#server/domains/files'
import { requireMember } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { RETURN_LABEL_MAX_BYTES, type PrivateFile } from '#shared/contracts/returns'
import { returnNotFound } from './orders-errors'
import { requireMemberOfShop } from './orders-locks'

/** Takes in what a buyer sticks on the parcel, a picture or a PDF, to be given along with the approval. */
export async function addReturnLabel(
  ctx: Context,
  actor: Actor,
  shopId: string,
  returnId: string,
  bytes: Uint8Array,
): Promise<PrivateFile> {
  await requireMemberOfShop(ctx, actor, shopId)
  await requireMember(ctx, actor, shopId, 'manager')
  const [back] = await ctx.db
    .select({ orderId: returns.orderId })
    .from(returns)
    .where(and(eq(returns.id, returnId), eq(returns.shopId, shopId)))
  if (!back) throw returnNotFound()

  const file = await storePrivateFile(ctx, {
    bytes,
    purpose: 'return_label',
    ownerId: back.orderId,
    maxBytes: RETURN_LABEL_MAX_BYTES,
    documents: ['pdf'],
    name: 'label',
  })
  return { fileId: file.id, url: privateAddress(ctx, file.id), contentType: file.contentType }
}
