import { generateRegistrationOptions } from '@simplewebauthn/server'
import { eq } from 'drizzle-orm'
import { passkeys } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { PasskeyCreation } from '#shared/contracts/passkeys'
import type { IdentityProof } from '#shared/contracts/second-factor'
import { secondFactorMissing, tooManyPasskeys } from './accounts-errors'
import { needsTwoFactor } from './accounts-policy'
import { CHALLENGE_MS, relyingParty, rememberChallenge } from './passkey-challenges'
import { proveIdentity } from './prove-identity'

const MOST_PASSKEYS = 20
/** Ed25519, ES256 and RS256, by their numbers in COSE: one of them is in every authenticator. */
const ALGORITHMS = [-8, -7, -257]

/**
 * What an authenticator is asked to make a passkey for oneself. The proof is asked here and not with the answer, so that
 * nobody is left with a key that was then refused; the challenge stands for it.
 */
export async function offerPasskey(ctx: Context, actor: Actor, proof: IdentityProof): Promise<PasskeyCreation> {
  const { id, name } = relyingParty(ctx.config)
  const lockOwn = await proveIdentity(ctx, actor, proof)

  return inTransaction(ctx, async (ctx) => {
    const user = await lockOwn(ctx)
    // A passkey counts as both factors, so the password that was handed over must not be enough to make one.
    if (needsTwoFactor(user.role) && !actor.twoFactor) throw secondFactorMissing()
    const existing = await ctx.db.select().from(passkeys).where(eq(passkeys.userId, user.id))
    if (existing.length >= MOST_PASSKEYS) throw tooManyPasskeys(MOST_PASSKEYS)

    const options = await generateRegistrationOptions({
      rpID: id,
      rpName: name,
      userID: new TextEncoder().encode(user.id),
      userName: user.email,
      userDisplayName: user.name,
      attestationType: 'none',
      supportedAlgorithmIDs: ALGORITHMS,
      timeout: CHALLENGE_MS,
      excludeCredentials: existing.map(({ id, transports }) => ({ id, transports })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    })
    await rememberChallenge(ctx, options.challenge, user.id)
    return options as PasskeyCreation
  })
}
