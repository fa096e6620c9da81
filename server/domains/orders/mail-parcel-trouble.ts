import { eq } from 'drizzle-orm'
import { orderGroups } from '#db/schema'
import type { Context } from '#server/platform/context'
import { composeMail } from '#server/platform/mail/mail-page'
import type { DomainEvents } from '#server/platform/queue/events'
import { isErasedAddress } from '#shared/erased-person'
import { orderGroupAddress } from './access-key'
import { MAIL_TEXTS, mailLanguage } from './mail-texts'
import { readOrders } from './read-orders'

/** Tells a buyer that a parcel did not get there, while that is so. Repeating it sends nothing twice. */
export async function mailParcelTrouble(ctx: Context, { orderId, shipmentId, kind }: DomainEvents['order.parcel_troubled']): Promise<void> {
  const [whole] = await readOrders(ctx, { orderId })
  const shipment = whole?.shipments.find(({ id, status }) => id === shipmentId && status === kind)
  if (!whole || !shipment) return
  const [group] = await ctx.db.select().from(orderGroups).where(eq(orderGroups.id, whole.order.groupId))
  if (isErasedAddress(group!.email)) return

  const language = mailLanguage(group!.locale)
  const text = MAIL_TEXTS[language]
  await ctx.mailer.send({
    to: group!.email,
    subject: text.trouble[kind].subject(whole.order.number),
    idempotencyKey: `parcel:${shipmentId}:${kind}`,
    ...composeMail({
      language,
      title: text.trouble[kind].title,
      preview: text.trouble.next(whole.shop.name),
      sender: ctx.config.SITE_NAME,
      blocks: [
        { kind: 'paragraph', text: text.trouble[kind].intro(group!.shippingAddress.name, whole.shop.name) },
        { kind: 'paragraph', text: text.trouble.next(whole.shop.name) },
        { kind: 'heading', text: text.inTheParcel },
        {
          kind: 'table',
          rows: shipment.lines.map(({ lineId, quantity }) => {
            const line = whole.lines.find(({ id }) => id === lineId)
            return { label: line?.title ?? '', note: line?.optionLabel || undefined, value: text.quantity(quantity) }
          }),
        },
        { kind: 'link', label: text.follow, address: orderGroupAddress(ctx.config, group!) },
      ],
    }),
  })
}
