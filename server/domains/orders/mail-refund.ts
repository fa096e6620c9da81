import { and, eq, isNotNull, ne, or } from 'drizzle-orm'
import { orderGroups, orders, refunds, shops } from '#db/schema'
import { managersToMail, roleInShop, sellerAddress } from '#server/domains/shops'
import type { Context } from '#server/platform/context'
import { composeMail } from '#server/platform/mail/mail-page'
import { isErasedAddress } from '#shared/erased-person'
import { formatMoney } from '#shared/money'
import { orderGroupAddress } from './access-key'
import { issueCreditNote } from './issue-document'
import { noteOf } from './mail-cancellation'
import { MAIL_TEXTS, mailLanguage } from './mail-texts'

/**
 * Tells a buyer that money for an order goes back, and its shop where the marketplace sends it; a cancellation tells both
 * itself. Repeating it sends nothing twice.
 */
export async function mailRefund(ctx: Context, refundId: string): Promise<void> {
  const found = await read(ctx, refundId)
  if (!found) return
  const creditNote = await issueCreditNote(ctx, refundId)
  if (!isErasedAddress(found.group.email)) await mailBuyer(ctx, found, creditNote !== null)
  if (await isByMarketplace(ctx, found)) await mailShop(ctx, found)
}

const read = async (ctx: Context, refundId: string) =>
  (
    await ctx.db
      .select({ refund: refunds, order: orders, group: orderGroups, shopName: shops.name })
      .from(refunds)
      .innerJoin(orders, eq(orders.id, refunds.orderId))
      .innerJoin(orderGroups, eq(orderGroups.id, orders.groupId))
      .innerJoin(shops, eq(shops.id, orders.shopId))
      .where(and(eq(refunds.id, refundId), or(ne(refunds.reason, 'cancelled'), isNotNull(refunds.replacesId))))
  )[0]
type Found = NonNullable<Awaited<ReturnType<typeof read>>>

/** Somebody has decided it who does not act for the shop. One that is sent again was told of the first time. */
async function isByMarketplace(ctx: Context, { refund, order }: Found): Promise<boolean> {
  if (!refund.userId || refund.replacesId) return false
  return (await roleInShop(ctx, { userId: refund.userId, role: 'member' }, order.shopId)) === null
}

async function mailBuyer(ctx: Context, { refund, order, group, shopName }: Found, hasCreditNote: boolean): Promise<void> {
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
        ...(hasCreditNote ? [{ kind: 'paragraph' as const, text: text.creditNoteThere }] : []),
      ],
    }),
  })
}

async function mailShop(ctx: Context, { refund, order }: Found): Promise<void> {
  const mailed = await managersToMail(ctx, order.shopId, 'shop_orders')
  for (const manager of mailed?.managers ?? []) {
    const { language } = manager
    const { noteOf: writes, givenBack: text } = MAIL_TEXTS[language]
    const intro = text.intro(order.number, formatMoney(refund, language))
    await ctx.mailer.send({
      to: manager.email,
      subject: text.subject(order.number),
      idempotencyKey: `refund:${refund.id}:${manager.userId}`,
      ...composeMail({
        language,
        title: text.subject(order.number),
        preview: intro,
        sender: ctx.config.SITE_NAME,
        blocks: [
          { kind: 'paragraph', text: intro },
          ...noteOf(writes(ctx.config.SITE_NAME), refund.note),
          { kind: 'link', label: text.open, address: sellerAddress(ctx, manager, `${mailed!.shop.slug}/orders/${order.number}`) },
        ],
      }),
    })
  }
}
