import { eq } from 'drizzle-orm'
import { offers, shops, users } from '#db/schema'
import { pageAddress, wantsMail } from '#server/domains/accounts'
import { shownName } from '#server/domains/reviews'
import { sellerAddress, teamToMail } from '#server/domains/shops'
import type { Context } from '#server/platform/context'
import { composeMail } from '#server/platform/mail/mail-page'
import { formatMoney, times } from '#shared/money'
import type { OfferRow } from './offer-locks'

const TEXTS = {
  en: {
    subject: (shop: string) => `${shop} has accepted your offer`,
    title: 'Your offer was accepted',
    text: (until: string) => `It lies in your cart at this price, put aside for you until ${until}. You need not buy it.`,
    button: 'Go to cart',
    subjectOfShop: (buyer: string) => `${buyer} has accepted your offer`,
    textOfShop: (until: string) => `It is put aside until ${until}. You will hear of the order once it is paid.`,
    buttonOfShop: 'Open the conversation',
    somebody: 'A shopper',
  },
  de: {
    subject: (shop: string) => `${shop} hat Ihr Angebot angenommen`,
    title: 'Ihr Angebot wurde angenommen',
    text: (until: string) =>
      `Es liegt zu diesem Preis in Ihrem Warenkorb und bleibt bis ${until} für Sie zurückgelegt. Kaufen müssen Sie es nicht.`,
    button: 'Zum Warenkorb',
    subjectOfShop: (buyer: string) => `${buyer} hat Ihr Angebot angenommen`,
    textOfShop: (until: string) => `Es ist bis ${until} zurückgelegt. Sie hören von der Bestellung, sobald sie bezahlt ist.`,
    buttonOfShop: 'Zur Unterhaltung',
    somebody: 'Ein Kunde',
  },
}

type Language = keyof typeof TEXTS
type Found = { offer: OfferRow; buyer: typeof users.$inferSelect; shop: typeof shops.$inferSelect }

/** Tells whoever made an offer that the other side has accepted; whoever accepted knows. Repeating it sends nothing twice. */
export async function mailAgreed(ctx: Context, offerId: string): Promise<void> {
  const [found] = await ctx.db
    .select({ offer: offers, buyer: users, shop: shops })
    .from(offers)
    .innerJoin(users, eq(users.id, offers.buyerId))
    .innerJoin(shops, eq(shops.id, offers.shopId))
    .where(eq(offers.id, offerId))
  if (!found) return
  const { offer } = found
  const { agreedUntil, quantity, unitMinor, currency } = offer
  if (offer.state !== 'accepted' || !agreedUntil || agreedUntil <= ctx.now) return

  for (const reader of offer.madeBy === 'buyer' ? await buyerToMail(ctx, found) : await sellersToMail(ctx, found)) {
    const { language, timeZone } = reader
    const until = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'long', timeZone: timeZone ?? 'UTC' }).format(
      agreedUntil,
    )
    const value = formatMoney({ amountMinor: times(unitMinor, quantity), currency }, language)
    await ctx.mailer.send({
      to: reader.email,
      subject: reader.subject,
      idempotencyKey: `agreed:${offer.id}:${reader.userId}`,
      ...composeMail({
        language,
        title: TEXTS[language].title,
        preview: offer.title,
        sender: ctx.config.SITE_NAME,
        blocks: [
          { kind: 'table', rows: [{ label: `${quantity} × ${offer.title}`, note: offer.optionLabel, value, strong: true }] },
          { kind: 'paragraph', text: reader.text(until) },
          { kind: 'link', label: reader.button, address: reader.address },
        ],
      }),
    })
  }
}

interface Reader {
  userId: string
  email: string
  language: Language
  timeZone: string | null
  subject: string
  text: (until: string) => string
  button: string
  address: string
}

async function buyerToMail(ctx: Context, { buyer, shop }: Found): Promise<Reader[]> {
  const { id: userId, email, timeZone } = buyer
  if (buyer.status !== 'active' || !(await wantsMail(ctx, userId, 'messages'))) return []
  const language = buyer.locale === 'de' ? 'de' : 'en'
  const { subject, text, button } = TEXTS[language]
  return [
    { userId, email, timeZone, language, subject: subject(shop.name), text, button, address: pageAddress(ctx.config, language, '/cart') },
  ]
}

async function sellersToMail(ctx: Context, { offer, buyer, shop }: Found): Promise<Reader[]> {
  const team = await teamToMail(ctx, shop.id, 'messages')
  return team.map((member) => {
    const { userId, email, language } = member
    const { subjectOfShop, textOfShop, buttonOfShop, somebody } = TEXTS[language]
    const subject = subjectOfShop(buyer.status === 'active' ? shownName(buyer.name) : somebody)
    const address = sellerAddress(ctx, member, `${shop.slug}/messages/${offer.conversationId}`)
    return { userId, email, language, timeZone: null, subject, text: textOfShop, button: buttonOfShop, address }
  })
}
