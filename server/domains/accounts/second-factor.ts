import { and, eq, isNull, lt, or } from 'drizzle-orm'
import { users } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { codeRequired, codeUsed, codeWrong, recoveryCodeWrong, tooManyCodes, twoFactorNotSetUp } from './accounts-errors'
import type { UserRow } from './accounts-locks'
import { countRecoveryCodes, hashRecoveryCode, useRecoveryCode } from './recovery-codes'
import { tellOwner } from './tell-owner'
import { stepOfCode } from './totp'

const GUESSES = { max: 20, windowSeconds: 15 * 60 }

/** What somebody shows as their second factor. */
export interface ShownCode {
  code?: string
  recoveryHash?: string
}

/**
 * Counts a try against the account, wherever it comes from, and hashes a recovery code. Before the transaction, and only
 * once the password was right, so that nobody without it can keep the owner out.
 */
export async function readSecondFactor(ctx: Context, userId: string, input: { code?: string; recoveryCode?: string }): Promise<ShownCode> {
  if (!input.code && !input.recoveryCode) return {}
  const verdict = await ctx.rateLimiter.attempt(`second-factor|user:${userId}`, GUESSES)
  if (!verdict.allowed) throw tooManyCodes(verdict.retryAfterSeconds)

  if (!input.recoveryCode) return { code: input.code }
  return { recoveryHash: await hashRecoveryCode(userId, input.recoveryCode) }
}

/**
 * Takes the code of the app or a recovery code; each works once. The user's row is locked. Throws
 * `accounts.code_required`, `accounts.code_wrong`, `accounts.code_used` or `accounts.recovery_code_wrong`.
 */
export async function takeSecondFactor(ctx: Context, actor: Actor, user: UserRow, shown: ShownCode): Promise<void> {
  if (!user.totpSecret) throw twoFactorNotSetUp()
  if (shown.recoveryHash) return takeRecoveryCode(ctx, actor, user, shown.recoveryHash)
  if (!shown.code) throw codeRequired()

  const step = stepOfCode(user.totpSecret, shown.code, ctx.now)
  if (step === null) throw codeWrong()
  const used = await ctx.db
    .update(users)
    .set({ totpUsedStep: step })
    .where(and(eq(users.id, user.id), or(isNull(users.totpUsedStep), lt(users.totpUsedStep, step))))
    .returning({ id: users.id })
  if (used.length === 0) throw codeUsed()
}

async function takeRecoveryCode(ctx: Context, actor: Actor, user: UserRow, codeHash: string): Promise<void> {
  if (!(await useRecoveryCode(ctx, user.id, codeHash))) throw recoveryCodeWrong()
  await tellOwner(ctx, actor, user, { what: 'recovery_code_used', recoveryCodesLeft: await countRecoveryCodes(ctx, user.id) })
}
