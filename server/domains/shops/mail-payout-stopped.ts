import { eq } from 'drizzle-orm'
import { shops } from '#db/schema'
import type { Context } from '#server/platform/context'
import { composeMail } from '#server/platform/mail/mail-page'
import type { DomainEvents } from '#server/platform/queue/events'
import { payoutNeedsOf, type PayoutNeed } from '#shared/lifecycles/payout-account'
import { managersToMail, sellerAddress } from './managers-to-mail'

const TEXTS = {
  en: {
    subject: (shop: string) => `${shop}: payouts wait`,
    intro: (shop: string) =>
      `Stripe has stopped paying out to ${shop}. What you have earned stays yours and waits until the account takes money again.`,
    needed: 'Stripe asks for:',
    nothing: 'In your settings you see what can be done about it.',
    button: 'To your payout account',
    needs: {
      identity_document: 'A proof of identity',
      person: 'Details about you or those who run the business',
      business: 'Details about the business',
      bank_account: 'A bank account',
      terms: 'Your consent to the terms of Stripe',
      other: 'Further details',
    } satisfies Record<PayoutNeed, string>,
  },
  de: {
    subject: (shop: string) => `${shop}: Auszahlungen warten`,
    intro: (shop: string) =>
      `Stripe zahlt vorerst nichts mehr an ${shop} aus. Was Sie verdient haben, bleibt Ihres und wartet, bis das Konto wieder Geld annimmt.`,
    needed: 'Stripe braucht noch:',
    nothing: 'In Ihren Einstellungen sehen Sie, was Sie tun können.',
    button: 'Zum Auszahlungskonto',
    needs: {
      identity_document: 'Einen Nachweis der Identität',
      person: 'Angaben zu Ihnen oder denen, die das Geschäft führen',
      business: 'Angaben zum Geschäft',
      bank_account: 'Ein Bankkonto',
      terms: 'Ihre Zustimmung zu den Bedingungen von Stripe',
      other: 'Weitere Angaben',
    } satisfies Record<PayoutNeed, string>,
  },
}

/** Tells a shop's owners that the provider has stopped its account. Repeating it sends nothing twice. */
export async function mailPayoutStopped(ctx: Context, { shopId, noticeId }: DomainEvents['shop.payout_stopped']): Promise<void> {
  const [shop] = await ctx.db.select().from(shops).where(eq(shops.id, shopId))
  const mailed = await managersToMail(ctx, shopId)
  if (!shop || !mailed || shop.payoutAccountReady) return

  for (const owner of mailed.managers.filter(({ role }) => role === 'owner')) {
    const text = TEXTS[owner.language]
    const needs = payoutNeedsOf(shop.payoutAccountDue)
    await ctx.mailer.send({
      to: owner.email,
      subject: text.subject(shop.name),
      idempotencyKey: `payout-stopped:${noticeId}:${owner.userId}`,
      ...composeMail({
        language: owner.language,
        title: text.subject(shop.name),
        preview: text.intro(shop.name),
        sender: ctx.config.SITE_NAME,
        blocks: [
          { kind: 'paragraph', text: text.intro(shop.name) },
          ...(needs.length > 0
            ? [
                { kind: 'heading' as const, text: text.needed },
                { kind: 'lines' as const, lines: needs.map((need) => text.needs[need]) },
              ]
            : [{ kind: 'paragraph' as const, text: text.nothing }]),
          { kind: 'link', label: text.button, address: sellerAddress(ctx, owner, `${shop.slug}/settings#payout`) },
        ],
      }),
    })
  }
}
