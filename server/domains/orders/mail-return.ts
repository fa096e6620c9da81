import { eq } from 'drizzle-orm'
import { orderGroups } from '#db/schema'
import { managersToMail, sellerAddress } from '#server/domains/shops'
import type { Context } from '#server/platform/context'
import { composeMail, type MailBlock } from '#server/platform/mail/mail-page'
import type { DomainEvents } from '#server/platform/queue/events'
import { isErasedAddress } from '#shared/erased-person'
import type { OrderEventKind } from '#shared/lifecycles/order'
import { orderGroupAddress } from './access-key'
import { noteOf } from './mail-cancellation'
import { MAIL_TEXTS, mailLanguage, type MailLanguage } from './mail-texts'
import type { OrderGroupRow } from './orders-locks'
import { readOrders, type OrderEventRow, type WholeOrder } from './read-orders'
import type { WholeReturn } from './read-returns'
import { RETURN_MAIL_TEXTS } from './return-mail-texts'

type BuyerMail = keyof (typeof RETURN_MAIL_TEXTS)['en']['buyer']
export type ShopMail = keyof (typeof RETURN_MAIL_TEXTS)['en']['shop']

/** Tells the other side of a step of a return, as this is about money whatever they chose to hear of. Repeating it sends nothing twice. */
export async function mailReturn(ctx: Context, { orderId, returnId, eventId }: DomainEvents['return.moved']): Promise<void> {
  const [whole] = await readOrders(ctx, { orderId })
  const event = whole?.events.find(({ id }) => id === eventId)
  const found = whole?.returns.find(({ back }) => back.id === returnId)
  if (!whole || !event || !found) return
  const [group] = await ctx.db.select().from(orderGroups).where(eq(orderGroups.id, whole.order.groupId))

  const toBuyer = mailForBuyer(event.kind, found)
  if (toBuyer && !isErasedAddress(group!.email)) await mailBuyer(ctx, whole, group!, found, event, toBuyer)
  const toShop = mailForShop(event)
  if (toShop) await mailShopOfReturn(ctx, whole, found, toShop, { key: `return:${eventId}`, note: event.note })
}

/** Money that goes back has a mail of its own. */
function mailForBuyer(kind: OrderEventKind, { back }: WholeReturn): BuyerMail | null {
  if (kind === 'return_approved') return back.handling === 'keep' ? 'kept' : kind
  if (kind === 'return_accepted') return back.refundId ? null : kind
  return kind in RETURN_MAIL_TEXTS.en.buyer ? (kind as BuyerMail) : null
}

function mailForShop({ kind, details }: OrderEventRow): ShopMail | null {
  if (details.by === 'marketplace') return kind === 'return_closed' ? null : 'decided'
  return details.by === 'buyer' ? (kind as ShopMail) : null
}

async function mailBuyer(
  ctx: Context,
  whole: WholeOrder,
  group: OrderGroupRow,
  found: WholeReturn,
  event: OrderEventRow,
  mail: BuyerMail,
): Promise<void> {
  const language = mailLanguage(group.locale)
  const text = RETURN_MAIL_TEXTS[language]
  const { subject, text: said } = text.buyer[mail]
  const { back } = found
  const isRefused = mail === 'return_declined' || mail === 'return_rejected'
  const intro = [text.greeting(group.shippingAddress.name), said.replace('{shop}', whole.shop.name)].join(' ')
  const by = event.details.by === 'marketplace' ? ctx.config.SITE_NAME : whole.shop.name
  await ctx.mailer.send({
    to: group.email,
    subject: `${subject} (${back.number})`,
    idempotencyKey: `return:${event.id}`,
    ...composeMail({
      language,
      title: subject,
      preview: intro,
      sender: ctx.config.SITE_NAME,
      blocks: [
        { kind: 'paragraph', text: [intro, isRefused && back.refusal ? text.refusals[back.refusal] : ''].filter(Boolean).join(' ') },
        ...noteOf(MAIL_TEXTS[language].noteOf(by), event.note),
        ...(mail === 'return_approved' && back.address ? addressBlocks(found, language) : []),
        ...piecesOf(whole, found, language),
        { kind: 'paragraph', text: text.window },
        { kind: 'link', label: MAIL_TEXTS[language].follow, address: orderGroupAddress(ctx.config, group) },
      ],
    }),
  })
}

function addressBlocks({ back, label }: WholeReturn, language: MailLanguage): MailBlock[] {
  const text = RETURN_MAIL_TEXTS[language]
  const { name, company, street, extra, postalCode, city, country } = back.address!
  return [
    { kind: 'heading', text: text.address },
    { kind: 'paragraph', text: [name, company, street, extra, `${postalCode} ${city}`, country].filter(Boolean).join(', ') },
    ...(label ? [{ kind: 'paragraph' as const, text: text.label }] : []),
  ]
}

const piecesOf = ({ lines }: WholeOrder, found: WholeReturn, language: MailLanguage): MailBlock[] => [
  { kind: 'heading', text: RETURN_MAIL_TEXTS[language].pieces },
  {
    kind: 'table',
    rows: found.lines.map(({ orderLineId, quantity }) => {
      const line = lines.find(({ id }) => id === orderLineId)
      return { label: line?.title ?? '', note: line?.optionLabel || undefined, value: MAIL_TEXTS[language].quantity(quantity) }
    }),
  },
]

/** Tells those who run the shop; `key` is this one time. */
export async function mailShopOfReturn(
  ctx: Context,
  whole: WholeOrder,
  found: WholeReturn,
  mail: ShopMail,
  { key, note }: { key: string; note: string },
): Promise<void> {
  const { back } = found
  const mailed = await managersToMail(ctx, whole.order.shopId, 'shop_orders')
  for (const manager of mailed?.managers ?? []) {
    const { language } = manager
    const text = RETURN_MAIL_TEXTS[language]
    const { subject, text: intro } = text.shop[mail]
    const facts = [
      { label: text.reason, value: text.reasons[back.reason] },
      ...(back.trackingNumber ? [{ label: text.tracking, value: [back.carrier, back.trackingNumber].filter(Boolean).join(' ') }] : []),
    ]
    await ctx.mailer.send({
      to: manager.email,
      subject: `${subject} (${back.number})`,
      idempotencyKey: `${key}:${manager.userId}`,
      ...composeMail({
        language,
        title: subject,
        preview: intro,
        sender: ctx.config.SITE_NAME,
        blocks: [
          { kind: 'paragraph', text: intro },
          { kind: 'table', rows: facts },
          ...noteOf(MAIL_TEXTS[language].noteOf(ctx.config.SITE_NAME), mail === 'decided' ? note : ''),
          ...noteOf(text.buyerWrites, mail === 'return_requested' ? back.text : ''),
          ...piecesOf(whole, found, language),
          { kind: 'link', label: text.open, address: sellerAddress(ctx, manager, `${mailed!.shop.slug}/orders/${whole.order.number}`) },
        ],
      }),
    })
  }
}
