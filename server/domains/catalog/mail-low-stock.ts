import { sql } from 'drizzle-orm'
import { managersToMail, sellerAddress } from '#server/domains/shops'
import type { Context } from '#server/platform/context'
import { composeMail } from '#server/platform/mail/mail-page'
import type { DomainEvents } from '#server/platform/queue/events'

const TEXTS = {
  en: {
    subject: (count: number, title: string) => (count === 1 ? `Little left: ${title}` : `Little left of ${count} things`),
    title: 'Time to refill',
    intro: (shop: string) => `There is little left of this in ${shop}:`,
    left: (count: number) => (count === 0 ? 'sold out' : `${count} left`),
    button: 'Open the inventory',
  },
  de: {
    subject: (count: number, title: string) => (count === 1 ? `Fast ausverkauft: ${title}` : `${count} Artikel sind fast ausverkauft`),
    title: 'Zeit zum Auffüllen',
    intro: (shop: string) => `Davon ist bei ${shop} nur noch wenig da:`,
    left: (count: number) => (count === 0 ? 'ausverkauft' : `noch ${count}`),
    button: 'Bestand öffnen',
  },
}

/** Tells those who run a shop of what little is left. Repeating it sends nothing twice. */
export async function mailLowStock(ctx: Context, { shopId, variantIds, noticeId }: DomainEvents['stock.low']): Promise<void> {
  const mailed = await managersToMail(ctx, shopId, 'shop_orders')
  const rows = await ctx.db.execute<{ title: string; note: string; left: number }>(sql`
    select p.title, concat_ws(' · ', nullif(v.option_key, ''), v.sku) as note, greatest(level.on_hand - level.reserved, 0) as left
    from variants v join products p on p.id = v.product_id join stock_levels level on level.variant_id = v.id
    where v.id = any(${sql.param(variantIds)}::uuid[]) and level.on_hand - level.reserved <= level.low_at
    order by lower(p.title), v.position`)
  if (!mailed || rows.length === 0) return

  for (const manager of mailed.managers) {
    const text = TEXTS[manager.language]
    await ctx.mailer.send({
      to: manager.email,
      subject: text.subject(rows.length, rows[0]!.title),
      idempotencyKey: `stock-low:${noticeId}:${manager.userId}`,
      ...composeMail({
        language: manager.language,
        title: text.title,
        preview: text.intro(mailed.shop.name),
        sender: ctx.config.SITE_NAME,
        blocks: [
          { kind: 'paragraph', text: text.intro(mailed.shop.name) },
          { kind: 'table', rows: rows.map(({ title, note, left }) => ({ label: title, note, value: text.left(left) })) },
          { kind: 'link', label: text.button, address: sellerAddress(ctx, manager, `${mailed.shop.slug}/inventory?stock=low`) },
        ],
      }),
    })
  }
}
