import { and, eq } from 'drizzle-orm'
import { orders } from '#db/schema'
import { privateAddress, storePrivateFile } from '#server/domains/files'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { RETURN_PHOTO_MAX_BYTES, type PrivateFile } from '#shared/contracts/returns'
import { findReadableGroup } from './get-order-group'
import { groupNumberOf } from './order-number'
import { orderNotFound } from './orders-errors'
import { isBuyerOf } from './orders-policy'

/** Takes a photo in that a return of the buyer may show; one that none shows is deleted after a day. */
export async function addReturnPhoto(
  ctx: Context,
  actor: Actor,
  number: string,
  access: string | null,
  bytes: Uint8Array,
): Promise<PrivateFile> {
  const group = await findReadableGroup(ctx, actor, groupNumberOf(number), access)
  if (!group || !isBuyerOf(ctx.config, actor, group, access)) throw orderNotFound()
  const [order] = await ctx.db
    .select({ id: orders.id })
    .from(orders)
    .where(and(eq(orders.groupId, group.id), eq(orders.number, number)))
  if (!order) throw orderNotFound()

  const file = await storePrivateFile(ctx, { bytes, purpose: 'return_photo', ownerId: order.id, maxBytes: RETURN_PHOTO_MAX_BYTES })
  return { fileId: file.id, url: privateAddress(ctx, file.id), contentType: file.contentType }
}
