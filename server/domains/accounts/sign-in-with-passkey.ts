import { generateAuthenticationOptions, verifyAuthenticationResponse } from '@simplewebauthn/server'
import { and, eq } from 'drizzle-orm'
import { passkeys } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { PasskeyRequest, PasskeySignIn } from '#shared/contracts/passkeys'
import { passkeyRefused } from './accounts-errors'
import { lockUser } from './accounts-locks'
import { needsTwoFactor } from './accounts-policy'
import { endSession } from './end-sessions'
import { openSession, type OpenedSession } from './open-session'
import { CHALLENGE_MS, relyingParty, rememberChallenge, takeChallenge } from './passkey-challenges'

type PasskeyRow = typeof passkeys.$inferSelect

/** What an authenticator is asked for a sign-in. Whose passkey answers is not known yet. */
export async function challengePasskey(ctx: Context): Promise<PasskeyRequest> {
  const { id } = relyingParty(ctx.config)
  const options = await generateAuthenticationOptions({ rpID: id, timeout: CHALLENGE_MS, userVerification: 'required' })
  await rememberChallenge(ctx, options.challenge, null)
  return options
}

/**
 * Signs in by a passkey and ends the session the browser had. The authenticator has checked a finger or a PIN, so it
 * counts as both factors. Throws `accounts.passkey_refused` for whatever is wrong.
 */
export async function signInWithPasskey(
  ctx: Context,
  actor: Actor,
  input: PasskeySignIn,
  userAgent: string | null,
): Promise<OpenedSession> {
  const [known] = await ctx.db.select().from(passkeys).where(eq(passkeys.id, input.credential.id))
  const shown = await verify(ctx, known, input.credential)
  const ownerId = known!.userId

  const opened = await inTransaction(ctx, async (ctx) => {
    const user = await lockUser(ctx, ownerId)
    const [passkey] = await ctx.db
      .select()
      .from(passkeys)
      .where(and(eq(passkeys.id, input.credential.id), eq(passkeys.userId, ownerId)))
      .for('update')
    if (!user || user.status !== 'active' || !passkey) throw passkeyRefused()
    if (isCopy(passkey.counter, shown.counter)) {
      await recordAudit(
        ctx,
        { ...actor, userId: ownerId, role: user.role },
        {
          action: 'accounts.passkey_copy_refused',
          subject: { type: 'user', id: ownerId },
          details: { passkeyName: passkey.name, counter: passkey.counter, shownCounter: shown.counter },
        },
      )
      return null
    }

    await ctx.db
      .update(passkeys)
      .set({ counter: shown.counter, backedUp: shown.backedUp, lastUsedAt: ctx.now })
      .where(eq(passkeys.id, passkey.id))
    if (actor.sessionId) await endSession(ctx, actor.sessionId)
    const persistent = input.persistent && !needsTwoFactor(user.role)
    return openSession(ctx, user, { address: actor.address, userAgent }, { persistent, twoFactor: true })
  })
  // Thrown out here, since inside it would take the audit entry back.
  if (!opened) throw passkeyRefused()
  return opened
}

/** An authenticator counts its signatures, or says 0 always; one that has not counted on is a copy of the key. */
const isCopy = (stored: number, shown: number) => (stored > 0 || shown > 0) && shown <= stored

async function verify(ctx: Context, passkey: PasskeyRow | undefined, credential: PasskeySignIn['credential']) {
  const party = relyingParty(ctx.config)
  const expectedChallenge = await takeChallenge(ctx, credential.response.clientDataJSON, null)
  if (!expectedChallenge || !passkey || !isOwner(passkey, credential.response.userHandle)) throw passkeyRefused()

  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: { ...credential, clientExtensionResults: {} },
    expectedChallenge,
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
    // The counter is compared under the lock, where a copy is also written down.
    credential: { id: passkey.id, publicKey: Uint8Array.from(passkey.publicKey), counter: 0 },
  }).catch((error: unknown) => {
    ctx.log.info({ error }, 'a passkey was refused')
    throw passkeyRefused()
  })
  if (!verified) throw passkeyRefused()
  return { counter: authenticationInfo.newCounter, backedUp: authenticationInfo.credentialBackedUp }
}

const isOwner = (passkey: PasskeyRow, userHandle: string | undefined) =>
  userHandle === undefined || Buffer.from(userHandle, 'base64url').toString('utf8') === passkey.userId
