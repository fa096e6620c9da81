import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { IdentityProof } from '#shared/contracts/second-factor'
import { notSignedIn, secondFactorMissing, twoFactorNotSetUp } from './accounts-errors'
import { needsTwoFactor } from './accounts-policy'
import { proveIdentity } from './prove-identity'
import { newRecoveryCodes, storeRecoveryCodes } from './recovery-codes'
import { tellOwner } from './tell-owner'

/** Ten new recovery codes; those from before are worth nothing any more. */
export async function renewRecoveryCodes(ctx: Context, actor: Actor, proof: IdentityProof): Promise<string[]> {
  if (!actor.userId) throw notSignedIn()
  const lockOwn = await proveIdentity(ctx, actor, proof)
  const recovery = await newRecoveryCodes(actor.userId)

  return inTransaction(ctx, async (ctx) => {
    const user = await lockOwn(ctx)
    if (!user.totpSecret) throw twoFactorNotSetUp()
    if (needsTwoFactor(user.role) && !actor.twoFactor) throw secondFactorMissing()

    await storeRecoveryCodes(ctx, user.id, recovery)

    await tellOwner(ctx, actor, user, { what: 'recovery_codes_renewed' })
    return recovery.codes
  })
}
