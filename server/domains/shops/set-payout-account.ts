import { eq } from 'drizzle-orm'
import { shops } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { PayoutAccount } from '#shared/contracts/shop-settings'
import { maskedIban } from '#shared/iban'
import { lockShopFor } from './lock-shop-for'
import { requireMember } from './require-member'
import { shopsPaidByProvider } from './shops-errors'

/**
 * Says where what is earned goes, also what a closed shop is still owed. For owners; the audit
 * keeps what may be shown of it. Throws `shops.paid_by_provider`.
 */
export async function setPayoutAccount(ctx: Context, actor: Actor, shopId: string, { holder, iban }: PayoutAccount): Promise<void> {
  if (ctx.gateway.opensShopAccounts) {
    await requireMember(ctx, actor, shopId, 'owner')
    throw shopsPaidByProvider()
  }
  return inTransaction(ctx, async (ctx) => {
    const shop = await lockShopFor(ctx, actor, shopId, 'owner')
    if (shop.payoutHolder === holder && shop.payoutIban === iban) return

    await ctx.db.update(shops).set({ payoutHolder: holder, payoutIban: iban }).where(eq(shops.id, shopId))

    await recordAudit(ctx, actor, {
      action: 'shops.payout_changed',
      subject: { type: 'shop', id: shopId },
      shopId,
      details: { from: shop.payoutIban && maskedIban(shop.payoutIban), to: maskedIban(iban) },
    })
  })
}
