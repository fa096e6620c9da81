import { and, eq } from 'drizzle-orm'
import { orderGroups, orders, refunds } from '#db/schema'
import type { Context } from '#server/platform/context'
import { composeMail } from '#server/platform/mail/mail-page'
import { isErasedAddress } from '#shared/erased-person'
import { formatMoney } from '#shared/money'
import { orderGroupAddress } from './access-key'
import { MAIL_TEXTS, mailLanguage } from './mail-texts'

/** Tells a buyer that the money which was on its way back did not get through. Repeating it sends nothing twice. */
export async function mailRefundFailed(ctx: Context, refundId: string): Promise<void> {
  const [found] = await ctx.db
    .select({ refund: refunds, number: orders.number, group: orderGroups })
    .from(refunds)
    .innerJoin(orders, eq(orders.id, refunds.orderId))
    .innerJoin(orderGroups, eq(orderGroups.id, orders.groupId))
    .where(and(eq(refunds.id, refundId), eq(refunds.status, 'failed')))
  if (!found || isErasedAddress(found.group.email)) return

  const { refund, number, group } = found
  const language = mailLanguage(group.locale)
  const text = MAIL_TEXTS[language].refundFailed
  await ctx.mailer.send({
    to: group.email,
    subject: text.subject(number),
    idempotencyKey: `refund-failed:${refund.id}`,
    ...composeMail({
      language,
      title: text.title,
      preview: text.next,
      sender: ctx.config.SITE_NAME,
      blocks: [
        { kind: 'paragraph', text: text.intro(group.shippingAddress.name, formatMoney(refund, language)) },
        { kind: 'paragraph', text: text.next },
        { kind: 'link', label: MAIL_TEXTS[language].follow, address: orderGroupAddress(ctx.config, group) },
      ],
    }),
  })
}
