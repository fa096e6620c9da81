import { and, asc, eq } from 'drizzle-orm'
import { disputes, disputeShares, orderGroups, orders, payments, users } from '#db/schema'
import { pageAddress } from '#server/domains/accounts'
import { managersToMail, sellerAddress } from '#server/domains/shops'
import type { Context } from '#server/platform/context'
import { composeMail } from '#server/platform/mail/mail-page'
import type { DomainEvents } from '#server/platform/queue/events'
import type { DisputeStatus } from '#shared/lifecycles/dispute'
import { formatMoney } from '#shared/money'

const TEXTS = {
  en: {
    amount: 'Amount',
    deadline: 'Answer until',
    open: {
      subject: (number: string) => `Payment of ${number} is disputed`,
      text: (number: string) =>
        `The buyer of ${number} has asked their bank to take the payment back. Your part of it is held until the bank has decided.`,
      next: 'Please tell us now what speaks for you: what was sent, when and where it arrived, and what you agreed on. We pass it on to the bank.',
    },
    won: {
      subject: (number: string) => `Dispute of ${number} was decided for you`,
      text: (number: string) => `The bank has decided about ${number}: the payment stays with you, and what was held is yours again.`,
      next: 'There is nothing left to do.',
    },
    lost: {
      subject: (number: string) => `Dispute of ${number} is lost`,
      text: (number: string) =>
        `The bank has decided about ${number}: the buyer keeps the money. Your part of it is taken from your balance.`,
      next: 'If nothing of the order was sent yet, please cancel it, so that its stock is free again.',
    },
    button: 'Open the order',
    admin: (number: string) => `The payment of ${number} is disputed. Somebody has to answer the bank at the payment provider.`,
    all: 'All disputes',
  },
  de: {
    amount: 'Betrag',
    deadline: 'Antwort bis',
    open: {
      subject: (number: string) => `Die Zahlung von ${number} wird angefochten`,
      text: (number: string) =>
        `Wer ${number} gekauft hat, will die Zahlung von der Bank zurück. Ihr Anteil wird einbehalten, bis die Bank entschieden hat.`,
      next: 'Bitte sagen Sie uns jetzt, was für Sie spricht: was verschickt wurde, wann und wo es angekommen ist und was vereinbart war. Wir geben es an die Bank weiter.',
    },
    won: {
      subject: (number: string) => `${number}: Die Bank hat für Sie entschieden`,
      text: (number: string) =>
        `Die Bank hat über ${number} entschieden: Die Zahlung bleibt bei Ihnen, und was einbehalten war, gehört wieder Ihnen.`,
      next: 'Sie müssen nichts mehr tun.',
    },
    lost: {
      subject: (number: string) => `${number}: Die Bank hat gegen Sie entschieden`,
      text: (number: string) =>
        `Die Bank hat über ${number} entschieden: Das Geld geht an die Käuferin oder den Käufer zurück. Ihr Anteil wird von Ihrem Guthaben abgezogen.`,
      next: 'Wenn noch nichts verschickt ist, stornieren Sie die Bestellung bitte, damit die Ware wieder frei ist.',
    },
    button: 'Bestellung öffnen',
    admin: (number: string) => `Die Zahlung von ${number} wird angefochten. Jemand muss der Bank beim Zahlungsdienst antworten.`,
    all: 'Alle Anfechtungen',
  },
} satisfies Record<'en' | 'de', Record<DisputeStatus, unknown> & Record<string, unknown>>

interface Mailed {
  userId: string
  email: string
  language: 'en' | 'de'
  text: string
  next: string
  label: string
  address: string
}

/** Tells those who run the shops that a payment is disputed or was decided about, and admins of a new one. Repeating it sends nothing twice. */
export async function mailDispute(ctx: Context, { disputeId, status }: DomainEvents['dispute.changed']): Promise<void> {
  const rows = await ctx.db
    .select({ dispute: disputes, share: disputeShares, number: orders.number, shopId: orders.shopId })
    .from(disputes)
    .innerJoin(disputeShares, eq(disputeShares.disputeId, disputes.id))
    .innerJoin(orders, eq(orders.id, disputeShares.orderId))
    .where(eq(disputes.id, disputeId))
    .orderBy(asc(orders.id))

  for (const { dispute, share, number, shopId } of rows) {
    const mailed = await managersToMail(ctx, shopId)
    for (const manager of mailed?.managers ?? []) {
      const { text, next } = TEXTS[manager.language][status]
      const address = sellerAddress(ctx, manager, `${mailed!.shop.slug}/orders/${number}`)
      const label = TEXTS[manager.language].button
      await send(ctx, { ...manager, text: text(number), next, label, address }, { dispute, status, number, amountMinor: share.amountMinor })
    }
  }
  if (status === 'open') await mailAdmins(ctx, disputeId)
}

async function mailAdmins(ctx: Context, disputeId: string): Promise<void> {
  const [found] = await ctx.db
    .select({ dispute: disputes, number: orderGroups.number })
    .from(disputes)
    .innerJoin(payments, eq(payments.id, disputes.paymentId))
    .innerJoin(orderGroups, eq(orderGroups.checkoutId, payments.checkoutId))
    .where(eq(disputes.id, disputeId))
  if (!found) return
  const admins = await ctx.db
    .select({ userId: users.id, email: users.email, locale: users.locale })
    .from(users)
    .where(and(eq(users.role, 'admin'), eq(users.status, 'active')))
    .orderBy(asc(users.id))
  for (const { userId, email, locale } of admins) {
    const language = locale === 'de' ? 'de' : 'en'
    const { admin, all } = TEXTS[language]
    const address = pageAddress(ctx.config, language, '/admin/disputes')
    await send(
      ctx,
      { userId, email, language, text: admin(found.number), next: '', label: all, address },
      { ...found, status: 'open', amountMinor: found.dispute.amountMinor },
    )
  }
}

async function send(
  ctx: Context,
  { userId, email, language, text, next, label, address }: Mailed,
  about: { dispute: typeof disputes.$inferSelect; status: DisputeStatus; number: string; amountMinor: number },
): Promise<void> {
  const { dispute, status, number, amountMinor } = about
  const { amount, deadline } = TEXTS[language]
  const subject = TEXTS[language][status].subject(number)
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' })
  await ctx.mailer.send({
    to: email,
    subject,
    idempotencyKey: `dispute-${status}:${dispute.id}:${number}:${userId}`,
    ...composeMail({
      language,
      title: subject,
      preview: text,
      sender: ctx.config.SITE_NAME,
      blocks: [
        { kind: 'paragraph', text },
        {
          kind: 'table',
          rows: [
            { label: amount, value: formatMoney({ amountMinor, currency: dispute.currency }, language) },
            ...(status === 'open' && dispute.respondBy ? [{ label: deadline, value: day.format(dispute.respondBy) }] : []),
          ],
        },
        ...(next ? [{ kind: 'paragraph' as const, text: next }] : []),
        { kind: 'link', label, address },
      ],
    }),
  })
}
