import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import {
  documentCounters,
  orderAdjustments,
  orderDocuments,
  orderGroups,
  orderLines,
  orders,
  refundParts,
  refunds,
  shops,
} from '#db/schema'
import type { Context } from '#server/platform/context'
import { anyOf } from '#server/platform/database/any-of'
import { inTransaction } from '#server/platform/database/in-transaction'
import { announceChange } from '#server/platform/realtime-bus/topics'
import type { PostalAddress } from '#shared/contracts/address'
import type { DocumentContent, TaxShare } from '#shared/contracts/order-documents'
import type { OrderDocumentKind } from '#shared/lifecycles/order'
import { paidShippingOf } from '#shared/line-worth'
import { sum, times } from '#shared/money'
import { creditByRate } from './credit-by-rate'
import { mailLanguage } from './mail-texts'
import { groupNumberOf } from './order-number'
import type { OrderGroupRow, OrderLineRow, OrderRow } from './orders-locks'

export type OrderDocumentRow = typeof orderDocuments.$inferSelect

/** Issues the invoice of each order of these groups that has none, in one transaction. Repeating it issues nothing twice. */
export async function issueInvoices(ctx: Context, groupIds: readonly string[]): Promise<void> {
  const without = await ctx.db
    .select({ id: orders.id })
    .from(orders)
    .leftJoin(orderDocuments, and(eq(orderDocuments.orderId, orders.id), eq(orderDocuments.kind, 'invoice')))
    .where(and(anyOf(orders.groupId, groupIds), isNull(orderDocuments.id)))
  if (without.length === 0) return
  const ids = without.map(({ id }) => id)
  await inTransaction(ctx, async (ctx) => invoicesOf(ctx, await lockSold(ctx, ids)))
}

/**
 * Issues the credit note for money of an order that goes back, after its invoice; null for money that is no order's or that
 * stands in the place of other money. Repeating it issues nothing twice.
 */
export async function issueCreditNote(ctx: Context, refundId: string): Promise<OrderDocumentRow | null> {
  const [refund] = await ctx.db.select().from(refunds).where(eq(refunds.id, refundId))
  if (!refund?.orderId || refund.replacesId) return null
  const { orderId } = refund

  return inTransaction(ctx, async (ctx) => {
    const [sold] = await lockSold(ctx, [orderId])
    const issued = await ctx.db.select().from(orderDocuments).where(eq(orderDocuments.orderId, orderId))
    const known = issued.find((document) => document.refundId === refundId)
    if (known) return known

    const [invoice] = await invoicesOf(ctx, [sold!])
    const credited = issued.filter(({ kind }) => kind === 'credit_note').flatMap(({ content }) => content.taxes)
    const content = await creditContent(ctx, sold!, invoice!, credited, refundId)
    const [note] = await issue(ctx, 'credit_note', [{ sold: sold!, content, refundId }])
    return note!
  })
}

/** An order that nobody else issues anything for until the transaction ends, with all that is printed of it. */
interface Sold {
  order: OrderRow
  group: OrderGroupRow
  shop: typeof shops.$inferSelect
  lines: OrderLineRow[]
  adjustments: (typeof orderAdjustments.$inferSelect)[]
}

/** In the order of their ids. */
async function lockSold(ctx: Context, orderIds: readonly string[]): Promise<Sold[]> {
  const found = await ctx.db
    .select({ order: orders, group: orderGroups, shop: shops })
    .from(orders)
    .innerJoin(orderGroups, eq(orderGroups.id, orders.groupId))
    .innerJoin(shops, eq(shops.id, orders.shopId))
    .where(anyOf(orders.id, orderIds))
    .orderBy(asc(orders.id))
    .for('update', { of: orders })
  const [lines, adjustments] = await Promise.all([
    ctx.db.select().from(orderLines).where(anyOf(orderLines.orderId, orderIds)).orderBy(asc(orderLines.position)),
    ctx.db.select().from(orderAdjustments).where(anyOf(orderAdjustments.orderId, orderIds)),
  ])
  const [linesOf, adjustmentsOf] = [Map.groupBy(lines, ({ orderId }) => orderId), Map.groupBy(adjustments, ({ orderId }) => orderId)]
  return found.map((one) => ({ ...one, lines: linesOf.get(one.order.id) ?? [], adjustments: adjustmentsOf.get(one.order.id) ?? [] }))
}

/** The invoice of each; those that are missing are issued. */
async function invoicesOf(ctx: Context, all: readonly Sold[]): Promise<OrderDocumentRow[]> {
  const ids = all.map(({ order }) => order.id)
  const known = await ctx.db
    .select()
    .from(orderDocuments)
    .where(and(anyOf(orderDocuments.orderId, ids), eq(orderDocuments.kind, 'invoice')))
  const missing = all.filter(({ order }) => !known.some(({ orderId }) => orderId === order.id))
  const papers = missing.map((sold) => ({ sold, content: invoiceContent(sold), refundId: null }))
  return [...known, ...(await issue(ctx, 'invoice', papers))]
}

const SIGNS: Record<OrderDocumentKind, string> = { invoice: 'INV', credit_note: 'CN' }
const DIGITS = 5

/** What is to be issued of an order. */
interface Paper {
  sold: Sold
  content: DocumentContent
  refundId: string | null
}

/** Takes the next numbers of their shops, which stay free if the transaction does not come through. */
async function issue(ctx: Context, kind: OrderDocumentKind, papers: readonly Paper[]): Promise<OrderDocumentRow[]> {
  if (papers.length === 0) return []
  const ofShops = Map.groupBy(papers, ({ sold }) => sold.shop.id)
  const last = await countOn(ctx, kind, ofShops)
  const numbered = [...ofShops].flatMap(([shopId, its]) =>
    its.map((paper, place) => ({ ...paper, sequence: last.get(shopId)! - its.length + 1 + place })),
  )
  const documents = await ctx.db
    .insert(orderDocuments)
    .values(
      numbered.map(({ sold: { order, shop }, content, refundId, sequence }) => ({
        id: ctx.newId(),
        orderId: order.id,
        shopId: shop.id,
        kind,
        sequence,
        number: [shop.invoicePrefix, SIGNS[kind], String(sequence).padStart(DIGITS, '0')].filter(Boolean).join('-'),
        refundId,
        totalMinor: content.totalMinor,
        currency: content.currency,
        content,
        issuedAt: ctx.now,
      })),
    )
    .returning()
  for (const number of new Set(papers.map(({ sold }) => groupNumberOf(sold.order.number))))
    await announceChange(ctx, `order-group:${number}`)
  return documents
}

/** Moves the counters of shops, in the order of their ids, by as many as each issues; answers with where they stand then. */
async function countOn(
  ctx: Context,
  kind: OrderDocumentKind,
  ofShops: ReadonlyMap<string, readonly Paper[]>,
): Promise<ReadonlyMap<string, number>> {
  const ids = [...ofShops.keys()].sort()
  const rows = await ctx.db
    .insert(documentCounters)
    .values(ids.map((shopId) => ({ shopId, kind, last: ofShops.get(shopId)!.length })))
    .onConflictDoUpdate({
      target: [documentCounters.shopId, documentCounters.kind],
      set: { last: sql`${documentCounters.last} + excluded.last` },
    })
    .returning({ shopId: documentCounters.shopId, last: documentCounters.last })
  return new Map(rows.map(({ shopId, last }) => [shopId, last]))
}

const frameOf = ({ order, group, shop }: Sold) => ({
  language: mailLanguage(group.locale),
  seller: { name: shop.name, legalName: shop.legalName, address: shop.address && printed(shop.address), vatId: shop.vatId },
  buyer: printed(group.billingAddress),
  orderNumber: order.number,
  placedAt: order.placedAt.toISOString(),
  currency: order.currency,
})

const printed = ({ phone: _, ...address }: PostalAddress): PostalAddress => address
const noteOf = ({ optionLabel, sku }: OrderLineRow): string => [optionLabel, sku].filter(Boolean).join(' · ')

function invoiceContent(sold: Sold): DocumentContent {
  const { order, lines, adjustments } = sold
  const coupon = adjustments.find(({ kind }) => kind === 'discount')
  return {
    ...frameOf(sold),
    invoiceNumber: null,
    lines: lines.map((line) => ({
      title: line.title,
      note: noteOf(line),
      quantity: line.quantity,
      unitPriceMinor: line.unitPriceMinor,
      taxRateBps: line.taxRateBps,
      amountMinor: times(line.unitPriceMinor, line.quantity),
    })),
    extras: [
      { kind: 'shipping', label: order.shippingMethod, amountMinor: order.shippingMinor },
      ...(order.discountMinor > 0 ? [{ kind: 'discount' as const, label: coupon?.label ?? '', amountMinor: -order.discountMinor }] : []),
    ],
    taxes: sharesOf([
      ...lines.map((line) => ({ rateBps: line.taxRateBps, grossMinor: line.totalMinor, taxMinor: line.taxMinor })),
      { ...shippingTaxOf(adjustments), grossMinor: paidShippingOf(order, lines) },
    ]),
    totalMinor: order.totalMinor,
  }
}

const shippingTaxOf = (adjustments: Sold['adjustments']) => {
  const shipping = adjustments.find(({ kind }) => kind === 'shipping')
  return { rateBps: shipping?.taxRateBps ?? 0, taxMinor: shipping?.taxMinor ?? 0 }
}

const sharesOf = (shares: readonly TaxShare[]): TaxShare[] =>
  [...Map.groupBy(shares, ({ rateBps }) => rateBps)]
    .map(([rateBps, same]) => ({
      rateBps,
      grossMinor: sum(same.map(({ grossMinor }) => grossMinor)),
      taxMinor: sum(same.map(({ taxMinor }) => taxMinor)),
    }))
    .sort((one, other) => other.rateBps - one.rateBps)

async function creditContent(
  ctx: Context,
  sold: Sold,
  invoice: OrderDocumentRow,
  credited: readonly TaxShare[],
  refundId: string,
): Promise<DocumentContent> {
  const parts = await ctx.db.select().from(refundParts).where(eq(refundParts.refundId, refundId)).orderBy(asc(refundParts.id))
  const lineOf = (id: string | null) => sold.lines.find((line) => line.id === id)
  const rateOf = ({ kind, orderLineId }: (typeof parts)[number]): number | null =>
    kind === 'shipping' ? shippingTaxOf(sold.adjustments).rateBps : (lineOf(orderLineId)?.taxRateBps ?? null)

  return {
    ...frameOf(sold),
    seller: invoice.content.seller,
    buyer: invoice.content.buyer,
    invoiceNumber: invoice.number,
    lines: parts.flatMap(({ orderLineId, quantity, amountMinor }) => {
      const line = lineOf(orderLineId)
      return line
        ? [{ title: line.title, note: noteOf(line), quantity, unitPriceMinor: null, taxRateBps: line.taxRateBps, amountMinor }]
        : []
    }),
    extras: parts.flatMap(({ kind, amountMinor }) => {
      if (kind === 'line') return []
      return [{ kind: kind === 'shipping' ? ('shipping' as const) : ('other' as const), label: '', amountMinor }]
    }),
    taxes: creditByRate(
      invoice.content.taxes,
      credited,
      parts.map((part) => ({ rateBps: rateOf(part), amountMinor: part.amountMinor })),
    ),
    totalMinor: sum(parts.map(({ amountMinor }) => amountMinor)),
  }
}
