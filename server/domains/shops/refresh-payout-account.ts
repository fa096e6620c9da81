import { and, eq, isNull, lte, or } from 'drizzle-orm'
import { shops } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import { systemActor, type Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { ShopAccount } from '#server/platform/payment-gateway/payment-gateway'
import { payoutAccountState } from '#shared/lifecycles/payout-account'
import { columnsOf, payoutAccountOf } from './payout-account'
import { requireMember } from './require-member'
import { lockShop } from './shops-locks'

/** Asks the provider how far the shop's account is; for owners who come back from there. Throws `payments.provider_unavailable`. */
export async function refreshPayoutAccount(ctx: Context, actor: Actor, shopId: string): Promise<void> {
  await requireMember(ctx, actor, shopId, 'owner')
  const [shop] = await ctx.db.select().from(shops).where(eq(shops.id, shopId))
  if (shop && payoutAccountOf(ctx, shop)) await askAbout(ctx, actor, shopId, shop.payoutAccountId!)
}

/** The same, of an account that the provider or a refused payout has pointed to. Of one that no shop has there is nothing to keep. */
export async function noteProviderAccount(ctx: Context, accountId: string): Promise<void> {
  const [shop] = await ctx.db
    .select({ id: shops.id })
    .from(shops)
    .where(and(eq(shops.payoutAccountId, accountId), eq(shops.payoutProvider, ctx.gateway.name)))
  if (shop) await askAbout(ctx, systemActor, shop.id, accountId)
}

async function askAbout(ctx: Context, actor: Actor, shopId: string, accountId: string): Promise<void> {
  const askedAt = await inTransaction(ctx, async (ctx) => ctx.now)
  const account = await ctx.gateway.readShopAccount(accountId)
  await inTransaction(ctx, (ctx) => keepAccount(ctx, actor, shopId, account, askedAt))
}

/** Answers may cross: what was asked later stands. Owners are told by mail when an account stops that could be paid to. */
async function keepAccount(ctx: Context, actor: Actor, shopId: string, account: ShopAccount, askedAt: Date): Promise<void> {
  const before = await lockShop(ctx, shopId)
  const [after] = await ctx.db
    .update(shops)
    .set(columnsOf(account, askedAt))
    .where(
      and(
        eq(shops.id, shopId),
        eq(shops.payoutAccountId, account.id),
        eq(shops.payoutProvider, ctx.gateway.name),
        or(isNull(shops.payoutAccountAskedAt), lte(shops.payoutAccountAskedAt, askedAt)),
      ),
    )
    .returning()
  if (!before || !after) return

  const [from, to] = [before, after].map((shop) => payoutAccountState(payoutAccountOf(ctx, shop)))
  if (from === to) return
  await recordAudit(ctx, actor, {
    action: 'shops.payout_account_changed',
    subject: { type: 'shop', id: shopId },
    shopId,
    details: { provider: ctx.gateway.name, account: account.id, from, to, problem: after.payoutAccountProblem },
  })
  if (from === 'ready') await ctx.queue.publish(ctx.db, 'shop.payout_stopped', { shopId, noticeId: ctx.newId() })
}
