import { and, asc, eq, exists, inArray, isNotNull, isNull, not, or, sql, type SQL } from 'drizzle-orm'
import {
  files,
  orderDocuments,
  orderEvents,
  orderGroups,
  orderLines,
  orderNotes,
  orders,
  returnLines,
  returnPhotos,
  returns,
  shipments,
  users,
} from '#db/schema'
import { removePicture } from '#server/domains/files'
import type { Context } from '#server/platform/context'
import type { PersonalData } from '#server/platform/personal-data'
import { ERASED_NAME, erasedAddressOf } from '#shared/erased-person'

/** What somebody bought, signed in or as a guest under the address that is proven to be theirs. */
function boughtBy(ctx: Context, userId: string): SQL {
  const address = ctx.db
    .select({ email: sql`lower(${users.email}::text)` })
    .from(users)
    .where(and(eq(users.id, userId), isNotNull(users.emailVerifiedAt)))
  return or(eq(orderGroups.userId, userId), and(isNull(orderGroups.userId), eq(sql`lower(${orderGroups.email})`, address)))!
}

/** The orders of somebody, with everything that happened to them. */
export async function personalDataOf(ctx: Context, userId: string): Promise<PersonalData> {
  const { db } = ctx
  const groups = await db.select().from(orderGroups).where(boughtBy(ctx, userId)).orderBy(asc(orderGroups.placedAt))
  const bought = await db.select().from(orders).where(inArrayOf(orders.groupId, groups)).orderBy(asc(orders.placedAt))
  const goingBack = await db.select().from(returns).where(inArrayOf(returns.orderId, bought)).orderBy(asc(returns.requestedAt))

  return {
    order_groups: groups,
    orders: bought,
    order_lines: await db.select().from(orderLines).where(inArrayOf(orderLines.orderId, bought)).orderBy(asc(orderLines.orderId)),
    shipments: await db.select().from(shipments).where(inArrayOf(shipments.orderId, bought)).orderBy(asc(shipments.shippedAt)),
    order_documents: await db
      .select()
      .from(orderDocuments)
      .where(inArrayOf(orderDocuments.orderId, bought))
      .orderBy(asc(orderDocuments.issuedAt)),
    order_events: await db
      .select({ orderId: orderEvents.orderId, kind: orderEvents.kind, details: orderEvents.details, at: orderEvents.at })
      .from(orderEvents)
      .where(inArrayOf(orderEvents.orderId, bought))
      .orderBy(asc(orderEvents.at)),
    order_notes: await db
      .select({ orderId: orderNotes.orderId, text: orderNotes.text, isBuyers: orderNotes.isBuyers })
      .from(orderNotes)
      .where(inArrayOf(orderNotes.orderId, bought)),
    returns: goingBack.map(({ requestKey: _, labelFileId: __, ...back }) => back),
    return_lines: await db.select().from(returnLines).where(inArrayOf(returnLines.returnId, goingBack)).orderBy(asc(returnLines.id)),
    return_photos: await db.select().from(returnPhotos).where(inArrayOf(returnPhotos.returnId, goingBack)),
  }
}

const inArrayOf = (column: Parameters<typeof inArray>[0], rows: readonly { id: string }[]): SQL =>
  rows.length === 0
    ? sql`false`
    : inArray(
        column,
        rows.map(({ id }) => id),
      )

/** What somebody has shown of what they sent back, by the name that it has in an archive. */
export async function personalPicturesOf(ctx: Context, userId: string): Promise<Record<string, Uint8Array>> {
  const rows = await ctx.db
    .select({ id: files.id, key: files.key })
    .from(files)
    .where(inArray(files.id, photosOf(ctx, userId)))
  const pictures: Record<string, Uint8Array> = {}
  for (const { id, key } of rows) {
    const stored = await ctx.storage.get(key)
    if (stored) pictures[`return_photo-${id}.webp`] = stored.body
  }
  return pictures
}

const ordersOf = (ctx: Context, userId: string) =>
  ctx.db.select({ id: orders.id }).from(orders).innerJoin(orderGroups, eq(orderGroups.id, orders.groupId)).where(boughtBy(ctx, userId))

const photosOf = (ctx: Context, userId: string) =>
  ctx.db
    .select({ id: returnPhotos.fileId })
    .from(returnPhotos)
    .innerJoin(returns, eq(returns.id, returnPhotos.returnId))
    .where(inArray(returns.orderId, ordersOf(ctx, userId)))

/** The checkouts that somebody's orders came of. */
export async function checkoutsOfBuyer(ctx: Context, userId: string): Promise<string[]> {
  const rows = await ctx.db.select({ id: orderGroups.checkoutId }).from(orderGroups).where(boughtBy(ctx, userId))
  return rows.map(({ id }) => id)
}

/** Where a parcel went, once it has: the country, by which the tax is, and nothing else. */
const COUNTRY_ONLY = sql`jsonb_build_object(
  'name', ${ERASED_NAME}::text, 'street', '–', 'postalCode', '–', 'city', '–', 'country', ${orderGroups.shippingAddress}->>'country'
)`

const isOnItsWay = (ctx: Context): SQL =>
  exists(
    ctx.db
      .select({ id: orders.id })
      .from(orders)
      .where(
        and(
          eq(orders.groupId, orderGroups.id),
          inArray(orders.status, ['placed', 'processing']),
          inArray(orders.fulfilmentStatus, ['unfulfilled', 'partial']),
        ),
      ),
  )

/**
 * Keeps what an invoice needs, that is amounts, lines and the address it was made out to, and forgets the rest. What has
 * not been sent yet keeps its destination; `forgetDestinations` takes it away once it has.
 */
export async function erasePersonalData(ctx: Context, userId: string): Promise<void> {
  await ctx.db.delete(orderNotes).where(inArray(orderNotes.orderId, ordersOf(ctx, userId)))
  await forgetReturns(ctx, userId)
  await ctx.db
    .update(orderGroups)
    .set({ userId, email: erasedAddressOf(userId), billingAddress: sql`${orderGroups.billingAddress} - 'phone'` })
    .where(boughtBy(ctx, userId))
}

/** What went back and what money for it stays; what was written, shown and stuck on the parcel goes. */
async function forgetReturns(ctx: Context, userId: string): Promise<void> {
  const sentFiles = await ctx.db
    .select({ id: files.id })
    .from(files)
    .where(and(inArray(files.ownerId, ordersOf(ctx, userId)), inArray(files.purpose, ['return_photo', 'return_label'])))
  const mine = ctx.db
    .select({ id: returns.id })
    .from(returns)
    .where(inArray(returns.orderId, ordersOf(ctx, userId)))
  await ctx.db.delete(returnPhotos).where(inArray(returnPhotos.returnId, mine))
  await ctx.db
    .update(returns)
    .set({ text: '', note: '', carrier: '', trackingNumber: '', labelFileId: null })
    .where(inArray(returns.orderId, ordersOf(ctx, userId)))
  for (const { id } of sentFiles) await removePicture(ctx, id)
}

/** Forgets where parcels of erased accounts went, once nothing is left to send. */
export async function forgetDestinations(ctx: Context): Promise<void> {
  const erased = ctx.db.select({ id: users.id }).from(users).where(eq(users.status, 'erased'))
  await ctx.db
    .update(orderGroups)
    .set({ shippingAddress: COUNTRY_ONLY })
    .where(and(inArray(orderGroups.userId, erased), sql`${orderGroups.shippingAddress}->>'name' <> ${ERASED_NAME}`, not(isOnItsWay(ctx))))
}

/** Which of these shops still have something to send. */
export async function shopsWithOpenOrders(ctx: Context, shopIds: readonly string[]): Promise<string[]> {
  if (shopIds.length === 0) return []
  const rows = await ctx.db
    .selectDistinct({ shopId: orders.shopId })
    .from(orders)
    .where(and(inArray(orders.shopId, [...shopIds]), inArray(orders.status, ['placed', 'processing'])))
  return rows.map(({ shopId }) => shopId)
}
