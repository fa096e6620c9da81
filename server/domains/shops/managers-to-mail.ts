import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { shopMembers, shops, users } from '#db/schema'
import { wantsMail } from '#server/domains/accounts'
import type { Context } from '#server/platform/context'
import type { ShopRole } from '#shared/lifecycles/shop'
import type { NotificationKind } from '#shared/lifecycles/privacy'

export interface MailedManager {
  userId: string
  email: string
  language: 'en' | 'de'
  role: ShopRole
}

/** Owners and managers of a shop who can be mailed; with a kind, only those who want mails of it. */
export async function managersToMail(
  ctx: Context,
  shopId: string,
  kind?: NotificationKind,
): Promise<{ shop: { name: string; slug: string }; managers: MailedManager[] } | null> {
  const [shop] = await ctx.db.select({ name: shops.name, slug: shops.slug }).from(shops).where(eq(shops.id, shopId))
  if (!shop) return null
  const rows = await ctx.db
    .select({ userId: users.id, email: users.email, locale: users.locale, role: shopMembers.role })
    .from(shopMembers)
    .innerJoin(users, eq(users.id, shopMembers.userId))
    .where(
      and(
        eq(shopMembers.shopId, shopId),
        inArray(shopMembers.role, ['owner', 'manager']),
        eq(users.status, 'active'),
        sql`${users.emailVerifiedAt} is not null`,
      ),
    )
    .orderBy(asc(users.id))

  const managers: MailedManager[] = []
  for (const { userId, email, locale, role } of rows)
    if (!kind || (await wantsMail(ctx, userId, kind))) managers.push({ userId, email, language: locale === 'de' ? 'de' : 'en', role })
  return { shop, managers }
}

/** Where a page of the shop is, for who reads this language. */
export const sellerAddress = (ctx: Context, { language }: MailedManager, path: string) =>
  `${ctx.config.siteUrl}${language === 'en' ? '' : `/${language}`}/seller/${path}`
