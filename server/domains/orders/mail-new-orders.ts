import { managersToMail, sellerAddress, type MailedManager } from '#server/domains/shops'
import type { Context } from '#server/platform/context'
import { composeMail } from '#server/platform/mail/mail-page'
import { formatMoney } from '#shared/money'
import { MAIL_TEXTS } from './mail-texts'
import { readOrders, type WholeOrder } from './read-orders'

/** Tells those who run the shops of a group what there is to send, if they want to hear of it. Repeating it sends nothing twice. */
export async function mailNewOrders(ctx: Context, groupId: string): Promise<void> {
  for (const whole of await readOrders(ctx, { groupId })) {
    const mailed = await managersToMail(ctx, whole.order.shopId, 'shop_orders')
    for (const manager of mailed?.managers ?? []) await mailManager(ctx, whole, manager)
  }
}

async function mailManager(ctx: Context, { order, shop, lines }: WholeOrder, manager: MailedManager): Promise<void> {
  const { language } = manager
  const text = MAIL_TEXTS[language]
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency: order.currency }, language)
  await ctx.mailer.send({
    to: manager.email,
    subject: text.newOrder.subject(order.number),
    idempotencyKey: `new-order:${order.id}:${manager.userId}`,
    ...composeMail({
      language,
      title: text.newOrder.title,
      preview: text.newOrder.intro(shop.name, money(order.totalMinor)),
      sender: ctx.config.SITE_NAME,
      blocks: [
        { kind: 'paragraph', text: text.newOrder.intro(shop.name, money(order.totalMinor)) },
        {
          kind: 'table',
          rows: lines.map((line) => ({
            label: `${text.quantity(line.quantity)} ${line.title}`,
            note: [line.optionLabel, line.sku].filter(Boolean).join(' · '),
            value: money(line.totalMinor),
          })),
        },
        { kind: 'link', label: text.newOrder.open, address: sellerAddress(ctx, manager, `${shop.slug}/orders/${order.number}`) },
      ],
    }),
  })
}
