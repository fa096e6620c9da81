import { eq } from 'drizzle-orm'
import { productEvents, products } from '#db/schema'
import { managersToMail, sellerAddress } from '#server/domains/shops'
import type { Context } from '#server/platform/context'
import { composeMail } from '#server/platform/mail/mail-page'

const TEXTS = {
  en: {
    subject: (title: string) => `“${title}” needs a change`,
    title: 'A product was sent back',
    intro: (title: string, shop: string) => `We have looked at “${title}” of ${shop}, and it cannot go live like this yet.`,
    reason: 'What to change',
    end: 'Please change it and submit it again. We will have another look.',
    button: 'Open the product',
  },
  de: {
    subject: (title: string) => `„${title}“ braucht eine Änderung`,
    title: 'Ein Produkt kam zurück',
    intro: (title: string, shop: string) => `Wir haben uns „${title}“ von ${shop} angesehen. So kann es noch nicht online gehen.`,
    reason: 'Was zu ändern ist',
    end: 'Bitte ändern Sie es und reichen Sie es noch einmal ein. Wir sehen es uns dann wieder an.',
    button: 'Produkt öffnen',
  },
}

/** Tells those who run a shop why a product came back. Repeating it sends nothing twice. */
export async function mailRejection(ctx: Context, { productId, eventId }: { productId: string; eventId: string }): Promise<void> {
  const [found] = await ctx.db
    .select({ title: products.title, shopId: products.shopId, reason: productEvents.reason })
    .from(productEvents)
    .innerJoin(products, eq(products.id, productEvents.productId))
    .where(eq(productEvents.id, eventId))
  const mailed = found && (await managersToMail(ctx, found.shopId))
  if (!mailed) return

  for (const manager of mailed.managers) {
    const text = TEXTS[manager.language]
    const intro = text.intro(found.title, mailed.shop.name)
    await ctx.mailer.send({
      to: manager.email,
      subject: text.subject(found.title),
      idempotencyKey: `product-rejected:${eventId}:${manager.userId}`,
      ...composeMail({
        language: manager.language,
        title: text.title,
        preview: intro,
        sender: ctx.config.SITE_NAME,
        blocks: [
          { kind: 'paragraph', text: intro },
          { kind: 'heading', text: text.reason },
          { kind: 'lines', lines: found.reason.split('\n') },
          { kind: 'paragraph', text: text.end },
          { kind: 'link', label: text.button, address: sellerAddress(ctx, manager, `${mailed.shop.slug}/products/${productId}`) },
        ],
      }),
    })
  }
}
