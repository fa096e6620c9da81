import { eq } from 'drizzle-orm'
import { orderGroups } from '#db/schema'
import { wantsMail } from '#server/domains/accounts'
import type { Context } from '#server/platform/context'
import { composeMail, type MailBlock } from '#server/platform/mail/mail-page'
import { isErasedAddress } from '#shared/erased-person'
import { orderGroupAddress } from './access-key'
import { pickupBlocks } from './mail-places'
import { MAIL_TEXTS, mailLanguage } from './mail-texts'
import { readOrders, type ShipmentRow, type WholeOrder } from './read-orders'

/** Tells a buyer that a parcel is on its way, or ready to be picked up, unless they chose not to hear of it. Repeating it sends nothing twice. */
export async function mailShipment(ctx: Context, { orderId, shipmentId }: { orderId: string; shipmentId: string }): Promise<void> {
  const [whole] = await readOrders(ctx, { orderId })
  const shipment = whole?.shipments.find(({ id }) => id === shipmentId)
  if (!whole || !shipment) return
  const [group] = await ctx.db.select().from(orderGroups).where(eq(orderGroups.id, whole.order.groupId))
  if (isErasedAddress(group!.email)) return
  if (group!.userId && !(await wantsMail(ctx, group!.userId, 'order_updates'))) return

  const language = mailLanguage(group!.locale)
  const text = MAIL_TEXTS[language]
  const said = saidOf(whole, language)
  await ctx.mailer.send({
    to: group!.email,
    subject: said.subject(whole.shop.name, whole.order.number),
    idempotencyKey: `shipment:${shipmentId}`,
    ...composeMail({
      language,
      title: said.title,
      preview: said.preview(whole.shop.name),
      sender: ctx.config.SITE_NAME,
      blocks: [
        { kind: 'paragraph', text: said.intro(group!.shippingAddress.name, whole.shop.name) },
        ...pickupBlocks(whole.order, language),
        ...trackingOf(shipment, language),
        { kind: 'heading', text: said.items },
        { kind: 'table', rows: contentsOf(whole, shipment, language) },
        ...(whole.order.fulfilmentStatus === 'partial' && !whole.order.pickup
          ? [{ kind: 'paragraph' as const, text: text.moreToCome }]
          : []),
        { kind: 'link', label: text.follow, address: orderGroupAddress(ctx.config, group!) },
      ],
    }),
  })
}

function saidOf({ order }: WholeOrder, language: keyof typeof MAIL_TEXTS) {
  const text = MAIL_TEXTS[language]
  return order.pickup
    ? { subject: text.readySubject, title: text.readyTitle, preview: text.readyPreview, intro: text.readyIntro, items: text.readyItems }
    : {
        subject: text.shippedSubject,
        title: text.shippedTitle,
        preview: text.shippedPreview,
        intro: text.shippedIntro,
        items: text.inTheParcel,
      }
}

function trackingOf({ carrier, trackingNumber, trackingUrl }: ShipmentRow, language: keyof typeof MAIL_TEXTS): MailBlock[] {
  const text = MAIL_TEXTS[language]
  const rows = [
    { label: text.carrier, value: carrier },
    { label: text.trackingNumber, value: trackingNumber },
  ].filter(({ value }) => value !== '')
  return [
    ...(rows.length > 0 ? [{ kind: 'table' as const, rows }] : []),
    ...(trackingUrl ? [{ kind: 'link' as const, label: text.track, address: trackingUrl }] : []),
  ]
}

const contentsOf = ({ lines }: WholeOrder, shipment: ShipmentRow, language: keyof typeof MAIL_TEXTS) =>
  shipment.lines.map(({ lineId, quantity }) => {
    const line = lines.find(({ id }) => id === lineId)
    return { label: line?.title ?? '', note: line?.optionLabel || undefined, value: MAIL_TEXTS[language].quantity(quantity) }
  })
