import { clearErasureDate, proveOwner, setErasureDate } from '#server/domains/accounts'
import { recordAudit } from '#server/domains/audit'
import { shopsWithOpenOrders } from '#server/domains/orders'
import { shopsOwnedAlone } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { PrivacyView } from '#shared/contracts/privacy'
import type { OwnerProof } from '#shared/contracts/second-factor'
import { ERASURE_GRACE_DAYS } from '#shared/lifecycles/privacy'
import { getPrivacy } from './get-privacy'
import { shopHasOpenOrders } from './privacy-errors'

/**
 * Has one's account erased after a while in which one may think again. Throws what `proveOwner` throws, and
 * `privacy.shop_has_open_orders` for whoever alone has to answer for a shop's orders.
 */
export async function requestErasure(ctx: Context, actor: Actor, proof: OwnerProof): Promise<PrivacyView> {
  const lockProven = await proveOwner(ctx, actor, proof)

  return inTransaction(ctx, async (ctx) => {
    const user = await lockProven(ctx)
    const blocking = await shopsInTheWay(ctx, user.id)
    if (blocking.length > 0) throw shopHasOpenOrders(blocking)
    if (user.erasureDueAt) return getPrivacy(ctx, actor)

    const dueAt = new Date(ctx.now.getTime() + ERASURE_GRACE_DAYS * 24 * 60 * 60 * 1000)
    await setErasureDate(ctx, actor, user.id, dueAt)
    await ctx.queue.send(ctx.db, 'privacy.mail-erasure-requested', { userId: user.id, dueAt: dueAt.toISOString() })

    const subject = { type: 'user', id: user.id }
    await recordAudit(ctx, actor, { action: 'privacy.erasure_requested', subject, details: { dueAt: dueAt.toISOString() } })
    return getPrivacy(ctx, actor)
  })
}

/** The shops, by name, that would be left with open orders and nobody to answer for them. */
export async function shopsInTheWay(ctx: Context, userId: string): Promise<string[]> {
  const owned = await shopsOwnedAlone(ctx, userId)
  const open = await shopsWithOpenOrders(
    ctx,
    owned.map(({ id }) => id),
  )
  return owned.filter(({ id }) => open.includes(id)).map(({ name }) => name)
}

/** Keeps one's account after all. */
export function callOffErasure(ctx: Context, actor: Actor): Promise<PrivacyView> {
  return inTransaction(ctx, async (ctx) => {
    const wasDue = await clearErasureDate(ctx, actor)
    if (wasDue) await recordAudit(ctx, actor, { action: 'privacy.erasure_called_off', subject: { type: 'user', id: actor.userId! } })
    return getPrivacy(ctx, actor)
  })
}
