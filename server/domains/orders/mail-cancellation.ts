import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { orderGroups } from '#db/schema'
import { managersToMail, sellerAddress } from '#server/domains/shops'
import type { Context } from '#server/platform/context'
import { composeMail, type MailBlock } from '#server/platform/mail/mail-page'
import type { DomainEvents } from '#server/platform/queue/events'
import { isErasedAddress } from '#shared/erased-person'
import { BUYER_CANCEL_REASONS, SHOP_CANCEL_REASONS } from '#shared/lifecycles/order'
import { formatMoney } from '#shared/money'
import { orderGroupAddress } from './access-key'
import { MAIL_TEXTS, mailLanguage } from './mail-texts'
import type { OrderGroupRow } from './orders-locks'
import { readOrders, type OrderEventRow, type WholeOrder } from './read-orders'

const detailsSchema = z.object({
  by: z.enum(['buyer', 'shop', 'marketplace']),
  reason: z.enum([...BUYER_CANCEL_REASONS, ...SHOP_CANCEL_REASONS]),
  lines: z.array(z.object({ lineId: z.string(), quantity: z.number() })),
})
type Details = z.infer<typeof detailsSchema>

/** Tells the buyer, as this is about money whatever they chose to hear of; and the shop, unless it was the shop. Repeating it sends nothing twice. */
export async function mailCancellation(ctx: Context, { orderId, eventId }: DomainEvents['order.cancelled']): Promise<void> {
  const [whole] = await readOrders(ctx, { orderId })
  const event = whole?.events.find(({ id }) => id === eventId)
  if (!whole || !event) return
  const [group] = await ctx.db.select().from(orderGroups).where(eq(orderGroups.id, whole.order.groupId))
  const details = detailsSchema.parse(event.details)

  if (!isErasedAddress(group!.email)) await mailBuyer(ctx, whole, group!, event, details)
  if (details.by !== 'shop') await mailShop(ctx, whole, event, details)
}

async function mailBuyer(ctx: Context, whole: WholeOrder, group: OrderGroupRow, event: OrderEventRow, details: Details): Promise<void> {
  const language = mailLanguage(group.locale)
  const text = MAIL_TEXTS[language]
  const { number } = whole.order
  const subject = event.kind === 'cancelled' ? text.cancelledSubject(number) : text.partCancelledSubject(number)
  const intro = details.by === 'buyer' ? text.cancelledByBuyer : text.cancelledByShop
  const reason = text.cancelReasons[details.reason]
  const back = refundWith(whole, event)
  const rows = details.lines.map(({ lineId, quantity }) => {
    const line = whole.lines.find(({ id }) => id === lineId)
    return { label: line?.title ?? '', note: line?.optionLabel || undefined, value: text.quantity(quantity) }
  })
  await ctx.mailer.send({
    to: group.email,
    subject,
    idempotencyKey: `cancellation:${event.id}`,
    ...composeMail({
      language,
      title: subject,
      preview: intro(group.shippingAddress.name, whole.shop.name),
      sender: ctx.config.SITE_NAME,
      blocks: [
        { kind: 'paragraph', text: [intro(group.shippingAddress.name, whole.shop.name), reason].filter(Boolean).join(' ') },
        ...(details.by === 'buyer' ? [] : noteOf(text.noteOf(details.by === 'shop' ? whole.shop.name : ctx.config.SITE_NAME), event.note)),
        { kind: 'heading', text: text.cancelledItems },
        { kind: 'table', rows },
        ...(back ? [{ kind: 'paragraph' as const, text: text.refundOf(formatMoney(back, language)) }] : []),
        { kind: 'link', label: text.follow, address: orderGroupAddress(ctx.config, group) },
      ],
    }),
  })
}

async function mailShop(ctx: Context, { order }: WholeOrder, event: OrderEventRow, details: Details): Promise<void> {
  const mailed = await managersToMail(ctx, order.shopId, 'shop_orders')
  for (const manager of mailed?.managers ?? []) {
    const { noteOf: writes, lostSale: text } = MAIL_TEXTS[manager.language]
    const { number } = order
    const { subject, title, intro, note } =
      details.by === 'buyer'
        ? { subject: text.subject(number), title: text.title, intro: text.intro(number), note: text.buyerWrites }
        : {
            subject: text.takenSubject(number),
            title: text.takenSubject(number),
            intro: text.takenIntro(number),
            note: writes(ctx.config.SITE_NAME),
          }
    await ctx.mailer.send({
      to: manager.email,
      subject,
      idempotencyKey: `cancellation:${event.id}:${manager.userId}`,
      ...composeMail({
        language: manager.language,
        title,
        preview: intro,
        sender: ctx.config.SITE_NAME,
        blocks: [
          { kind: 'paragraph', text: intro },
          ...noteOf(note, event.note),
          { kind: 'link', label: text.open, address: sellerAddress(ctx, manager, `${mailed!.shop.slug}/orders/${number}`) },
        ],
      }),
    })
  }
}

export const noteOf = (label: string, note: string): MailBlock[] =>
  note
    ? [
        { kind: 'heading', text: label },
        { kind: 'paragraph', text: note },
      ]
    : []

/** The money that goes back with a cancellation: written with it, at the same moment. */
function refundWith({ order, events }: WholeOrder, { at }: OrderEventRow) {
  const asked = events.find((event) => event.kind === 'refund_requested' && event.at.getTime() === at.getTime())
  return typeof asked?.details.amountMinor === 'number' ? { amountMinor: asked.details.amountMinor, currency: order.currency } : null
}
