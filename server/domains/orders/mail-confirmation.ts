import { eq } from 'drizzle-orm'
import { orderGroups } from '#db/schema'
import type { Context } from '#server/platform/context'
import { composeMail, type MailBlock } from '#server/platform/mail/mail-page'
import type { PostalAddress } from '#shared/contracts/address'
import { isErasedAddress } from '#shared/erased-person'
import { formatMoney, sum } from '#shared/money'
import { orderGroupAddress } from './access-key'
import { MAIL_TEXTS, mailLanguage } from './mail-texts'
import type { OrderGroupRow } from './orders-locks'
import { readOrders, type WholeOrder } from './read-orders'

/** Tells a buyer that everything is bought, with the link by which they can follow it. Repeating it sends nothing twice. */
export async function mailConfirmation(ctx: Context, groupId: string): Promise<void> {
  const [group] = await ctx.db.select().from(orderGroups).where(eq(orderGroups.id, groupId))
  if (!group || isErasedAddress(group.email)) return
  const orders = await readOrders(ctx, { groupId })

  const language = mailLanguage(group.locale)
  const text = MAIL_TEXTS[language]
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency: group.currency }, language)
  await ctx.mailer.send({
    to: group.email,
    subject: text.confirmationSubject(group.number),
    idempotencyKey: `order-confirmation:${group.id}`,
    ...composeMail({
      language,
      title: text.confirmationTitle,
      preview: text.confirmationPreview(money(group.totalMinor)),
      sender: ctx.config.SITE_NAME,
      blocks: [
        { kind: 'paragraph', text: text.confirmationIntro(group.shippingAddress.name, group.number) },
        { kind: 'paragraph', text: text.nextSteps },
        { kind: 'link', label: text.follow, address: orderGroupAddress(ctx.config, group) },
        ...orders.flatMap((order) => blocksOf(order, language, money)),
        totalOf(group, orders, language, money),
        { kind: 'heading', text: text.shipTo },
        { kind: 'lines', lines: addressLines(group.shippingAddress) },
      ],
    }),
  })
}

function blocksOf(
  { order, shop, coupon, lines }: WholeOrder,
  language: keyof typeof MAIL_TEXTS,
  money: (amount: number) => string,
): MailBlock[] {
  const text = MAIL_TEXTS[language]
  return [
    { kind: 'heading', text: text.from(shop.name) },
    {
      kind: 'table',
      rows: [
        ...lines.map((line) => ({
          label: `${text.quantity(line.quantity)} ${line.title}`,
          note: line.optionLabel || undefined,
          value: money(line.totalMinor + line.discountMinor),
        })),
        { label: text.shipping, note: order.shippingMethod, value: order.shippingMinor === 0 ? text.free : money(order.shippingMinor) },
        ...(coupon ? [{ label: text.discount, note: coupon, value: `−${money(order.discountMinor)}` }] : []),
      ],
    },
  ]
}

function totalOf(
  group: OrderGroupRow,
  orders: readonly WholeOrder[],
  language: keyof typeof MAIL_TEXTS,
  money: (amount: number) => string,
): MailBlock {
  const text = MAIL_TEXTS[language]
  const taxMinor = sum(orders.map(({ order }) => order.taxMinor))
  return {
    kind: 'table',
    rows: [
      {
        label: text.total,
        note: taxMinor > 0 ? text.includedTax(money(taxMinor)) : undefined,
        value: money(group.totalMinor),
        strong: true,
      },
    ],
  }
}

const addressLines = ({ name, company, street, extra, postalCode, city, region, country }: PostalAddress): string[] =>
  [name, company, street, extra, `${postalCode} ${city}`, region, country].filter((line): line is string => Boolean(line))
