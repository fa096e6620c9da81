import { createHash } from 'node:crypto'
import { and, asc, eq, isNull, ne, or } from 'drizzle-orm'
import { shopMembers, shops, users } from '#db/schema'
import { pageAddress } from '#server/domains/accounts'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { BeginPayoutAccount, PayoutAccountLink } from '#shared/contracts/shop-settings'
import { lockShopFor } from './lock-shop-for'
import { columnsOf, payoutAccountOf } from './payout-account'
import { requireMember } from './require-member'
import { shopNotFound, shopsPaidByBank } from './shops-errors'
import type { ShopRow } from './shops-locks'

/**
 * Opens the shop's account at the payment provider where it has none, and answers where its owner fills in the provider's
 * form. Whoever begins at once begins the same account. Throws `shops.paid_by_bank`, `payments.provider_unavailable`.
 */
export async function beginPayoutAccount(
  ctx: Context,
  actor: Actor,
  shopId: string,
  { language }: BeginPayoutAccount,
): Promise<PayoutAccountLink> {
  await requireMember(ctx, actor, shopId, 'owner')
  if (!ctx.gateway.opensShopAccounts) throw shopsPaidByBank()
  const [shop] = await ctx.db.select().from(shops).where(eq(shops.id, shopId))
  if (!shop) throw shopNotFound()

  const accountId = payoutAccountOf(ctx, shop) ? shop.payoutAccountId! : await openAccount(ctx, actor, shop)
  const settings = pageAddress(ctx.config, language, `/seller/${shop.slug}/settings`)
  const { url, expiresAt } = await ctx.gateway.onboardingLink({
    accountId,
    returnUrl: `${settings}?payout=back#payout`,
    refreshUrl: `${settings}?payout=again#payout`,
  })
  return { url, expiresAt: expiresAt.toISOString() }
}

/** What is asked for is the key, so that repeating it after a lost answer, and another owner beside, open nothing twice. */
async function openAccount(ctx: Context, actor: Actor, shop: ShopRow): Promise<string> {
  const email = await addressOfFirstOwner(ctx, shop.id)
  const asked = createHash('sha256')
    .update(JSON.stringify([shop.id, shop.country, email]))
    .digest('hex')
  const askedAt = await inTransaction(ctx, async (ctx) => ctx.now)
  const account = await ctx.gateway.createShopAccount({
    email,
    country: shop.country,
    metadata: { shopId: shop.id },
    idempotencyKey: `shop-account:${asked}`,
  })

  return inTransaction(ctx, async (ctx) => {
    const known = await lockShopFor(ctx, actor, shop.id, 'owner')
    const [opened] = await ctx.db
      .update(shops)
      .set({ payoutProvider: ctx.gateway.name, payoutAccountId: account.id, ...columnsOf(account, askedAt) })
      .where(and(eq(shops.id, shop.id), or(isNull(shops.payoutAccountId), ne(shops.payoutProvider, ctx.gateway.name))))
      .returning({ id: shops.id })
    if (!opened) return known.payoutAccountId!

    await recordAudit(ctx, actor, {
      action: 'shops.payout_account_begun',
      subject: { type: 'shop', id: shop.id },
      shopId: shop.id,
      details: { provider: ctx.gateway.name, account: account.id },
    })
    return account.id
  })
}

async function addressOfFirstOwner(ctx: Context, shopId: string): Promise<string> {
  const [owner] = await ctx.db
    .select({ email: users.email })
    .from(shopMembers)
    .innerJoin(users, eq(users.id, shopMembers.userId))
    .where(and(eq(shopMembers.shopId, shopId), eq(shopMembers.role, 'owner')))
    .orderBy(asc(shopMembers.createdAt), asc(shopMembers.id))
    .limit(1)
  return owner?.email ?? ''
}
