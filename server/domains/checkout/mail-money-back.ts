import { and, eq, isNull } from 'drizzle-orm'
import { checkouts, payments, refunds } from '#db/schema'
import type { Context } from '#server/platform/context'
import { composeMail } from '#server/platform/mail/mail-page'
import { isErasedAddress } from '#shared/erased-person'
import { formatMoney } from '#shared/money'

const TEXTS = {
  en: {
    subject: 'Your payment is on its way back',
    intro: (name: string, total: string) =>
      `Hello ${name}, your payment of ${total} arrived when what you wanted to buy was no longer there. That should not happen, and we are sorry.`,
    next: 'We are sending all of it back the way it came. Depending on your bank this takes a few days. There is nothing you need to do.',
  },
  de: {
    subject: 'Ihre Zahlung ist auf dem Rückweg',
    intro: (name: string, total: string) =>
      `Guten Tag ${name}, Ihre Zahlung über ${total} ist angekommen, als das Gewünschte nicht mehr da war. Das sollte nicht passieren, und es tut uns leid.`,
    next: 'Wir schicken den ganzen Betrag auf demselben Weg zurück. Je nach Bank dauert das einige Tage. Sie müssen nichts weiter tun.',
  },
}

/** Tells a buyer whose money came without becoming an order that it goes back. Repeating it sends nothing twice. */
export async function mailMoneyBack(ctx: Context, refundId: string): Promise<void> {
  const [found] = await ctx.db
    .select({ refund: refunds, snapshot: checkouts.snapshot })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .innerJoin(checkouts, eq(checkouts.id, payments.checkoutId))
    .where(and(eq(refunds.id, refundId), isNull(refunds.orderId)))
  if (!found || isErasedAddress(found.snapshot.email)) return

  const { refund, snapshot } = found
  const language = snapshot.locale === 'de' ? 'de' : 'en'
  const text = TEXTS[language]
  await ctx.mailer.send({
    to: snapshot.email,
    subject: text.subject,
    idempotencyKey: `money-back:${refund.id}`,
    ...composeMail({
      language,
      title: text.subject,
      preview: text.next,
      sender: ctx.config.SITE_NAME,
      blocks: [
        { kind: 'paragraph', text: text.intro(snapshot.shippingAddress.name, formatMoney(refund, language)) },
        { kind: 'paragraph', text: text.next },
      ],
    }),
  })
}
