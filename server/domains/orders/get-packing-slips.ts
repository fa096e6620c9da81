import { and, asc, eq, inArray } from 'drizzle-orm'
import { orderGroups, orderLines, orders, shipmentLines, shipments, shops } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { composePdf, type PdfPaper } from '#server/platform/pdf/pdf-document'
import { unsentOf } from './chosen-pieces'
import { DOCUMENT_TEXTS } from './document-texts'
import { dayText, paperFrame } from './draw-document'
import type { PaperFile } from './get-document'
import { mailLanguage } from './mail-texts'
import { nothingToPack, orderNotFound, shipmentNotFound } from './orders-errors'
import { requireMemberOfShop, type OrderGroupRow, type OrderLineRow, type OrderRow } from './orders-locks'

type ShipmentRow = typeof shipments.$inferSelect

/**
 * The packing slip of a parcel, or of what is still to be sent of an order; of what was sent where nothing is left. Without
 * prices, for the members of its shop.
 */
export async function getPackingSlip(
  ctx: Context,
  actor: Actor,
  shopId: string,
  number: string,
  shipmentId: string | undefined,
): Promise<PaperFile> {
  const [order] = await readToPack(ctx, actor, shopId, [number])
  if (!order) throw orderNotFound()
  const shipment = shipmentId === undefined ? null : await readShipment(ctx, order.order.id, shipmentId)
  const paper = slipOf(order, shipment)
  if (!paper) throw nothingToPack()
  return print(
    order.shop.name,
    [paper],
    order.language,
    ctx.now,
    `${DOCUMENT_TEXTS.en.packingSlip}-${number}.pdf`.replaceAll(' ', '-').toLowerCase(),
  )
}

/** One file with the slips of several orders, in the order given; those that have nothing to pack are left out. */
export async function getPackingSlips(ctx: Context, actor: Actor, shopId: string, numbers: readonly string[]): Promise<PaperFile> {
  const found = await readToPack(ctx, actor, shopId, numbers)
  if (found.length < new Set(numbers).size) throw orderNotFound()
  const inOrder = found.sort((one, other) => numbers.indexOf(one.order.number) - numbers.indexOf(other.order.number))
  const papers = inOrder.flatMap((order) => slipOf(order, null) ?? [])
  if (papers.length === 0) throw nothingToPack()
  return print(inOrder[0]!.shop.name, papers, inOrder[0]!.language, ctx.now, 'packing-slips.pdf')
}

const print = async (
  shopName: string,
  papers: readonly PdfPaper[],
  language: ToPack['language'],
  madeAt: Date,
  fileName: string,
): Promise<PaperFile> => ({
  bytes: await composePdf({ title: DOCUMENT_TEXTS[language].packingSlip, author: shopName, madeAt, language, papers }),
  fileName,
})

interface ToPack {
  order: OrderRow
  group: OrderGroupRow
  shop: typeof shops.$inferSelect
  lines: OrderLineRow[]
  language: ReturnType<typeof mailLanguage>
}

async function readToPack(ctx: Context, actor: Actor, shopId: string, numbers: readonly string[]): Promise<ToPack[]> {
  await requireMemberOfShop(ctx, actor, shopId)
  const found = await ctx.db
    .select({ order: orders, group: orderGroups, shop: shops })
    .from(orders)
    .innerJoin(orderGroups, eq(orderGroups.id, orders.groupId))
    .innerJoin(shops, eq(shops.id, orders.shopId))
    .where(and(eq(orders.shopId, shopId), inArray(orders.number, [...numbers])))
  if (found.length === 0) return []
  const lines = await ctx.db
    .select()
    .from(orderLines)
    .where(
      inArray(
        orderLines.orderId,
        found.map(({ order }) => order.id),
      ),
    )
    .orderBy(asc(orderLines.position))
  return found.map((row) => ({
    ...row,
    lines: lines.filter(({ orderId }) => orderId === row.order.id),
    language: mailLanguage(row.group.locale),
  }))
}

async function readShipment(ctx: Context, orderId: string, id: string) {
  const [shipment] = await ctx.db
    .select()
    .from(shipments)
    .where(and(eq(shipments.id, id), eq(shipments.orderId, orderId)))
  if (!shipment) throw shipmentNotFound()
  const packed = await ctx.db.select().from(shipmentLines).where(eq(shipmentLines.shipmentId, id))
  return { shipment, quantityOf: (lineId: string) => packed.find(({ orderLineId }) => orderLineId === lineId)?.quantity ?? 0 }
}

function slipOf(
  { order, group, shop, lines, language }: ToPack,
  parcel: { shipment: ShipmentRow; quantityOf: (lineId: string) => number } | null,
): PdfPaper | null {
  const isOpen = lines.some((line) => unsentOf(line) > 0)
  const quantityOf = (line: OrderLineRow) => parcel?.quantityOf(line.id) ?? (isOpen ? unsentOf(line) : line.shippedQuantity)
  const packed = lines.map((line) => ({ line, quantity: quantityOf(line) })).filter(({ quantity }) => quantity > 0)
  if (packed.length === 0) return null

  const text = DOCUMENT_TEXTS[language]
  const { carrier = '', trackingNumber = '', shippedAt } = parcel?.shipment ?? {}
  return {
    ...paperFrame(language, shop, group.shippingAddress),
    facts: [
      { label: text.order, value: order.number },
      { label: text.orderedOn, value: dayText(order.placedAt, language) },
      { label: text.method, value: order.shippingMethod },
      ...(shippedAt ? [{ label: text.sentOn, value: dayText(shippedAt, language) }] : []),
      { label: text.carrier, value: carrier },
      { label: text.tracking, value: trackingNumber },
    ].filter(({ value }) => value !== ''),
    blocks: [
      { kind: 'title', text: text.packingSlip },
      {
        kind: 'table',
        columns: [{ label: text.quantity, width: 60 }, { label: text.item }],
        rows: packed.map(({ line, quantity }) => [
          { text: `${quantity} ×` },
          { text: line.title, note: [line.optionLabel, line.sku].filter(Boolean).join(' · ') },
        ]),
      },
    ],
  }
}
