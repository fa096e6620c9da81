import { eq } from 'drizzle-orm'
import { payouts } from '#db/schema'
import { managersToMail, sellerAddress, type MailedMember } from '#server/domains/shops'
import type { Context } from '#server/platform/context'
import { composeMail } from '#server/platform/mail/mail-page'
import { maskedIban } from '#shared/iban'
import { formatMoney } from '#shared/money'
import { MAIL_TEXTS } from './mail-texts'
import type { PayoutRow } from './payouts-locks'

/** Tells a shop's owners that a payout has arrived, or did not get there. Repeating it sends nothing twice. */
export async function mailPayout(ctx: Context, payoutId: string): Promise<void> {
  const [payout] = await ctx.db.select().from(payouts).where(eq(payouts.id, payoutId))
  const mailed = payout && (await managersToMail(ctx, payout.shopId))
  if (!payout || !mailed) return

  for (const owner of mailed.managers.filter(({ role }) => role === 'owner')) await mailOwner(ctx, payout, mailed.shop, owner)
}

async function mailOwner(ctx: Context, payout: PayoutRow, shop: { name: string; slug: string }, owner: MailedMember): Promise<void> {
  if (payout.status !== 'paid' && payout.status !== 'failed') return
  const text = MAIL_TEXTS[owner.language]
  const { subject, title, intro, next } = text[payout.status]
  const amount = formatMoney(payout, owner.language)
  const link =
    payout.status === 'paid'
      ? { label: text.openMoney, address: sellerAddress(ctx, owner, `${shop.slug}/money`) }
      : { label: text.openAccount, address: sellerAddress(ctx, owner, `${shop.slug}/settings`) }
  await ctx.mailer.send({
    to: owner.email,
    subject: subject(amount),
    idempotencyKey: `payout-${payout.status}:${payout.id}:${owner.userId}`,
    ...composeMail({
      language: owner.language,
      title,
      preview: intro(shop.name, amount),
      sender: ctx.config.SITE_NAME,
      blocks: [
        { kind: 'paragraph', text: intro(shop.name, amount) },
        {
          kind: 'table',
          rows: [
            { label: text.number, value: payout.number },
            ...(payout.iban ? [{ label: text.account, value: maskedIban(payout.iban) }] : []),
            ...(payout.status === 'failed' && payout.method === 'bank' && payout.problem
              ? [{ label: text.reason, value: payout.problem }]
              : []),
          ],
        },
        { kind: 'paragraph', text: next },
        { kind: 'link', ...link },
      ],
    }),
  })
}
