import { orderGroups } from '#db/schema'
import type { Context } from '#server/platform/context'
import { anyOf } from '#server/platform/database/any-of'
import { MAILS_AT_ONCE } from '#server/platform/mail/mail'
import { composeMail, type MailBlock } from '#server/platform/mail/mail-page'
import { tryEach } from '#server/platform/queue/some-failed'
import { isErasedAddress } from '#shared/erased-person'
import { formatMoney, sum } from '#shared/money'
import { orderGroupAddress } from './access-key'
import { issueInvoices } from './issue-document'
import { addressLines, pickupBlocks } from './mail-places'
import { MAIL_TEXTS, mailLanguage } from './mail-texts'
import type { OrderGroupRow } from './orders-locks'
import { readBoughtOrders, type BoughtOrder } from './read-orders'

/** Tells buyers that everything is bought, with the link by which they can follow it. Repeating it sends nothing twice. */
export async function mailConfirmations(ctx: Context, groupIds: readonly string[]): Promise<void> {
  const found = await ctx.db.select().from(orderGroups).where(anyOf(orderGroups.id, groupIds))
  const groups = new Map(found.filter(({ email }) => !isErasedAddress(email)).map((group) => [group.id, group]))
  if (groups.size === 0) return
  await issueInvoices(ctx, [...groups.keys()])
  const bought = Map.groupBy(await readBoughtOrders(ctx, [...groups.keys()]), ({ order }) => order.groupId)

  await tryEach(groupIds, MAILS_AT_ONCE, async (id) => {
    const group = groups.get(id)
    if (group) await mailConfirmation(ctx, group, bought.get(id) ?? [])
  })
}

async function mailConfirmation(ctx: Context, group: OrderGroupRow, orders: readonly BoughtOrder[]): Promise<void> {
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
        { kind: 'paragraph', text: text.invoicesThere },
        ...orders.flatMap((order) => blocksOf(order, language, money)),
        totalOf(group, orders, language, money),
        ...(orders.some(({ order }) => !order.pickup)
          ? [
              { kind: 'heading' as const, text: text.shipTo },
              { kind: 'lines' as const, lines: addressLines(group.shippingAddress) },
            ]
          : []),
      ],
    }),
  })
}

function blocksOf(
  { order, shop, coupon, lines }: BoughtOrder,
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
        {
          label: text.shipping,
          note: shippingNote(order, language),
          value: order.shippingMinor === 0 ? text.free : money(order.shippingMinor),
        },
        ...(coupon ? [{ label: text.discount, note: coupon, value: `−${money(order.discountMinor)}` }] : []),
      ],
    },
    ...pickupBlocks(order, language),
  ]
}

const daysIn = (language: keyof typeof MAIL_TEXTS) => new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', timeZone: 'UTC' })
const DAYS = { en: daysIn('en'), de: daysIn('de') }

/** How it is sent and when it was said to arrive: `Parcel, 24 to 26 Nov`. */
function shippingNote({ shippingMethod, arrivesFrom, arrivesBy }: BoughtOrder['order'], language: keyof typeof MAIL_TEXTS): string {
  if (!arrivesFrom || !arrivesBy) return shippingMethod
  return `${shippingMethod}, ${DAYS[language].formatRange(arrivesFrom, arrivesBy)}`
}

function totalOf(
  group: OrderGroupRow,
  orders: readonly BoughtOrder[],
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
