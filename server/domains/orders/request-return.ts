import { eq, inArray } from 'drizzle-orm'
import { returnLines, returnPhotos, returns, shipments } from '#db/schema'
import { lockPrivateFiles } from '#server/domains/files'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { keyReused } from '#server/platform/database/request-keys'
import type { RequestReturn } from '#shared/contracts/returns'
import { addPieces } from './add-pieces'
import { chosenPieces, returnableOf } from './chosen-pieces'
import { moveOrder } from './move-order'
import { tellOfReturn } from './move-return'
import { orderNotFound, photoNotFound, returnWindowOver, tooManyReturns } from './orders-errors'
import { lockOrder, type OrderRow } from './orders-locks'
import { isBuyerOf } from './orders-policy'
import { returnableUntil } from './return-window'
import { linesOfReturns, type ReturnRow } from './returns-locks'

/** Whoever is refused again and again has to talk to the shop. */
const MOST_AN_ORDER = 20

/** The buyer wants to give pieces back that have been sent to them. The same key asks once. */
export function requestReturn(
  ctx: Context,
  actor: Actor,
  number: string,
  { access, key }: { access: string | null; key: string },
  input: RequestReturn,
): Promise<OrderRow> {
  return inTransaction(ctx, async (ctx) => {
    const found = await lockOrder(ctx, number)
    if (!found || !isBuyerOf(ctx.config, actor, found.group, access)) throw orderNotFound()
    const { order, lines } = found
    const requestKey = `return:${order.id}:${key}`
    const before = await ctx.db.select().from(returns).where(eq(returns.orderId, order.id))
    const known = before.find((back) => back.requestKey === requestKey)
    if (known) return repeated(ctx, order, known, input)

    const parcels = await ctx.db.select().from(shipments).where(eq(shipments.orderId, order.id))
    const until = await returnableUntil(ctx, order, parcels)
    if (!until || until < ctx.now) throw returnWindowOver(order.returnDays, until)
    if (before.length >= MOST_AN_ORDER) throw tooManyReturns()
    const pieces = chosenPieces(lines, returnableOf, input.lines)

    const back = { id: ctx.newId(), orderId: order.id }
    await addPieces(
      ctx,
      'claimedQuantity',
      pieces.map(({ line, quantity }) => ({ lineId: line.id, quantity })),
    )
    const { reason, text } = input
    await ctx.db.insert(returns).values({
      ...back,
      shopId: order.shopId,
      number: `${order.number}-R${before.length + 1}`,
      requestKey,
      reason,
      text,
      requestedAt: ctx.now,
      movedAt: ctx.now,
    })
    await ctx.db
      .insert(returnLines)
      .values(pieces.map(({ line, quantity }) => ({ id: ctx.newId(), returnId: back.id, orderLineId: line.id, quantity })))
    await attachPhotos(ctx, order, back.id, input.photoIds)

    const { status, fulfilmentStatus } = order
    const happening = await tellOfReturn(ctx, back, { kind: 'return_requested', by: 'buyer' })
    return moveOrder(ctx, order, { status, fulfilmentStatus }, [happening], actor.userId)
  })
}

async function repeated(
  ctx: Context,
  order: OrderRow,
  known: ReturnRow,
  { reason, text, lines, photoIds }: RequestReturn,
): Promise<OrderRow> {
  const wanted = new Map<string, number>()
  for (const { lineId, quantity } of lines) wanted.set(lineId, (wanted.get(lineId) ?? 0) + quantity)
  const asked = await linesOfReturns(ctx, [known.id])
  const photos = await ctx.db.select().from(returnPhotos).where(eq(returnPhotos.returnId, known.id))
  const isSame =
    known.reason === reason &&
    known.text === text &&
    asked.length === wanted.size &&
    asked.every((line) => wanted.get(line.orderLineId) === line.quantity) &&
    new Set(photoIds).symmetricDifference(new Set(photos.map(({ fileId }) => fileId))).size === 0
  if (!isSame) throw keyReused()
  return order
}

/** Photos that were sent for this order, and that no other return shows. */
async function attachPhotos(ctx: Context, order: OrderRow, returnId: string, photoIds: readonly string[]): Promise<void> {
  const wanted = [...new Set(photoIds)]
  const sent = await lockPrivateFiles(ctx, wanted, { ownerId: order.id, purpose: 'return_photo' })
  const shown = wanted.length > 0 ? await ctx.db.select().from(returnPhotos).where(inArray(returnPhotos.fileId, wanted)) : []
  const missing = wanted.find((fileId) => !sent.some(({ id }) => id === fileId) || shown.some((photo) => photo.fileId === fileId))
  if (missing) throw photoNotFound(missing)
  if (wanted.length > 0) await ctx.db.insert(returnPhotos).values(wanted.map((fileId, position) => ({ returnId, position, fileId })))
}
