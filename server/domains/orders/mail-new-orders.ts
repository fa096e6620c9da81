import { managersOfShops, sellerAddress, type MailedMember } from '#server/domains/shops'
import type { Context } from '#server/platform/context'
import { MAILS_AT_ONCE } from '#server/platform/mail/mail'
import { composeMail } from '#server/platform/mail/mail-page'
import { tryEach } from '#server/platform/queue/some-failed'
import { formatMoney } from '#shared/money'
import { MAIL_TEXTS } from './mail-texts'
import { readBoughtOrders, type BoughtOrder } from './read-orders'

/** Tells those who run the shops of groups what there is to send, if they want to hear of it. Repeating it sends nothing twice. */
export async function mailNewOrders(ctx: Context, groupIds: readonly string[]): Promise<void> {
  const bought = await readBoughtOrders(ctx, groupIds)
  const managers = await managersOfShops(ctx, [...new Set(bought.map(({ order }) => order.shopId))], 'shop_orders')
  const ofGroups = Map.groupBy(bought, ({ order }) => order.groupId)

  await tryEach(groupIds, MAILS_AT_ONCE, async (id) => {
    for (const one of ofGroups.get(id) ?? [])
      for (const manager of managers.get(one.order.shopId) ?? []) await mailManager(ctx, one, manager)
  })
}

async function mailManager(ctx: Context, { order, shop, lines }: BoughtOrder, manager: MailedMember): Promise<void> {
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
