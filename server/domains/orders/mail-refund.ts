import { and, eq, isNotNull, ne, or } from 'drizzle-orm'
import { orderGroups, orders, refunds, shops } from '#db/schema'
import type { Context } from '#server/platform/context'
import { composeMail } from '#server/platform/mail/mail-page'
import { isErasedAddress } from '#shared/erased-person'
import { formatMoney } from '#shared/money'
import { orderGroupAddress } from './access-key'
import { noteOf } from './mail-cancellation'
import { MAIL_TEXTS, mailLanguage } from './mail-texts'

/** Tells a buyer that money for an order goes back; a cancellation tells it itself. Repeating it sends nothing twice. */
export async function mailRefund(ctx: Context, refundId: string): Promise<void> {
  const [found] = await ctx.db
    .select({ refund: refunds, order: orders, group: orderGroups, shopName: shops.name })
    .from(refunds)
    .innerJoin(orders, eq(orders.id, refunds.orderId))
    .innerJoin(orderGroups, eq(orderGroups.id, orders.groupId))
    .innerJoin(shops, eq(shops.id, orders.shopId))
    .where(and(eq(refunds.id, refundId), or(ne(refunds.reason, 'cancelled'), isNotNull(refunds.replacesId))))
  if (!found || isErasedAddress(found.group.email)) return

  const { refund, order, group, shopName } = found
  const language = mailLanguage(group.locale)
  const text = MAIL_TEXTS[language]
  await ctx.mailer.send({
    to: group.email,
    subject: text.refundSubject(order.number),
    idempotencyKey: `refund:${refund.id}`,
    ...composeMail({
      language,
      title: text.refundTitle,
      preview: text.refundIntro(group.shippingAddress.name, shopName),
      sender: ctx.config.SITE_NAME,
      blocks: [
        { kind: 'paragraph', text: text.refundIntro(group.shippingAddress.name, shopName) },
        { kind: 'paragraph', text: text.refundOf(formatMoney(refund, language)) },
        ...noteOf(text.refundNote, refund.note),
        { kind: 'link', label: text.follow, address: orderGroupAddress(ctx.config, group) },
      ],
    }),
  })
}
