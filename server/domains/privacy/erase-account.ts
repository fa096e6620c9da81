import { lockErasureDue } from '#server/domains/accounts'
import { recordAudit } from '#server/domains/audit'
import { isPaying } from '#server/domains/checkout'
import { systemActor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { eraseEverywhere } from './collect-personal-data'
import { mailErased } from './mail-privacy'
import { shopsInTheWay } from './request-erasure'

/** For how long a mail that does not get through holds the erasure up. */
const MAIL_PATIENCE_MS = 24 * 60 * 60 * 1000

/**
 * Erases an account whose time has come. It waits while its owner alone has to answer for a shop's orders, or is paying;
 * the clock asks again. The mail goes first: afterwards nobody knows where to.
 */
export async function eraseAccount(ctx: Context, userId: string): Promise<void> {
  const due = await inTransaction(ctx, async (ctx) => ((await mustWait(ctx, userId)) ? null : lockErasureDue(ctx, userId)))
  if (!due) return

  try {
    await mailErased(ctx, due)
  } catch (error) {
    if (ctx.now.getTime() - due.erasureDueAt!.getTime() < MAIL_PATIENCE_MS) throw error
    ctx.log.warn({ error, userId }, 'an account is erased whose owner could not be told')
  }

  await inTransaction(ctx, async (ctx) => {
    const user = await lockErasureDue(ctx, userId)
    if (!user || (await mustWait(ctx, userId))) return

    await eraseEverywhere(ctx, userId)

    await recordAudit(ctx, systemActor, { action: 'privacy.account_erased', subject: { type: 'user', id: userId } })
  })
}

const mustWait = async (ctx: Context, userId: string) => (await isPaying(ctx, userId)) || (await shopsInTheWay(ctx, userId)).length > 0
