import { and, asc, eq } from 'drizzle-orm'
import { shopMembers, shops, users } from '#db/schema'
import { pageAddress } from '#server/domains/accounts'
import type { Context } from '#server/platform/context'
import { composeMail } from '#server/platform/mail/mail-page'
import type { ShopDecision } from '#shared/contracts/admin-shops'

export interface ShopDecisionNotice {
  shopId: string
  decision: ShopDecision
  reason: string
  /** This one decision. */
  noticeId: string
}

const TEXTS = {
  en: {
    reason: 'The reason',
    approve: {
      subject: (shop: string) => `${shop} is open`,
      text: (shop: string) => `${shop} is open now: everybody can find it and buy there. We wish you good sales.`,
      button: 'To your shop',
    },
    send_back: {
      subject: (shop: string) => `${shop}: something is left to do`,
      text: (shop: string) => `We have looked at ${shop}, and something is left to do before it can open. Please send it to us again then.`,
      button: 'Go on with your shop',
    },
    suspend: {
      subject: (shop: string) => `${shop} is suspended`,
      text: (shop: string) =>
        `We have suspended ${shop}: shoppers no longer see it or its products. Please go on shipping the orders that you have already.`,
      button: 'To your shop',
    },
    reopen: {
      subject: (shop: string) => `${shop} is open again`,
      text: (shop: string) => `${shop} is open again: everybody can find it and buy there.`,
      button: 'To your shop',
    },
  },
  de: {
    reason: 'Die Begründung',
    approve: {
      subject: (shop: string) => `${shop} ist eröffnet`,
      text: (shop: string) => `${shop} ist jetzt eröffnet: Alle können den Shop finden und dort einkaufen. Wir wünschen gute Verkäufe.`,
      button: 'Zu Ihrem Shop',
    },
    send_back: {
      subject: (shop: string) => `${shop}: Es ist noch etwas zu tun`,
      text: (shop: string) =>
        `Wir haben uns ${shop} angesehen, und vor der Eröffnung ist noch etwas zu tun. Bitte reichen Sie den Shop danach noch einmal ein.`,
      button: 'Am Shop weiterarbeiten',
    },
    suspend: {
      subject: (shop: string) => `${shop} ist gesperrt`,
      text: (shop: string) =>
        `Wir haben ${shop} gesperrt: Der Shop und seine Produkte sind nicht mehr zu sehen. Bitte versenden Sie die Bestellungen, die Sie schon haben, weiterhin.`,
      button: 'Zu Ihrem Shop',
    },
    reopen: {
      subject: (shop: string) => `${shop} ist wieder offen`,
      text: (shop: string) => `${shop} ist wieder offen: Alle können den Shop finden und dort einkaufen.`,
      button: 'Zu Ihrem Shop',
    },
  },
}

/** Tells a shop's owners, each in their language, what was decided about it and why. Repeating it sends nothing twice. */
export async function mailShopDecision(ctx: Context, { shopId, decision, reason, noticeId }: ShopDecisionNotice): Promise<void> {
  const owners = await ctx.db
    .select({ userId: users.id, email: users.email, locale: users.locale, shop: shops.name, slug: shops.slug })
    .from(users)
    .innerJoin(shopMembers, and(eq(shopMembers.userId, users.id), eq(shopMembers.shopId, shopId), eq(shopMembers.role, 'owner')))
    .innerJoin(shops, eq(shops.id, shopMembers.shopId))
    .where(eq(users.status, 'active'))
    .orderBy(asc(users.id))

  for (const { userId, email, locale, shop, slug } of owners) {
    const language = locale === 'de' ? 'de' : 'en'
    const text = TEXTS[language][decision]
    await ctx.mailer.send({
      to: email,
      subject: text.subject(shop),
      idempotencyKey: `shop-decision:${noticeId}:${userId}`,
      ...composeMail({
        language,
        title: text.subject(shop),
        preview: text.text(shop),
        sender: ctx.config.SITE_NAME,
        blocks: [
          { kind: 'paragraph', text: text.text(shop) },
          ...(reason
            ? [
                { kind: 'heading' as const, text: TEXTS[language].reason },
                { kind: 'lines' as const, lines: reason.split('\n') },
              ]
            : []),
          { kind: 'link', label: text.button, address: pageAddress(ctx.config, language, `/seller/${slug}`) },
        ],
      }),
    })
  }
}
