import { verifyRegistrationResponse } from '@simplewebauthn/server'
import { passkeys } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { AddPasskey } from '#shared/contracts/passkeys'
import type { OwnPasskey } from '#shared/contracts/second-factor'
import { notSignedIn, passkeyNotMade } from './accounts-errors'
import { lockUser } from './accounts-locks'
import { presentPasskey } from './get-security'
import { relyingParty, takeChallenge } from './passkey-challenges'
import { tellOwner } from './tell-owner'

/** Keeps a passkey that was made for an offer of the last minutes. Throws `accounts.passkey_not_made`. */
export async function addPasskey(ctx: Context, actor: Actor, { name, credential }: AddPasskey): Promise<OwnPasskey> {
  const { userId } = actor
  if (!userId) throw notSignedIn()
  const made = await verify(ctx, userId, credential)

  return inTransaction(ctx, async (ctx) => {
    const user = await lockUser(ctx, userId)
    if (!user || user.status !== 'active') throw notSignedIn()

    const [passkey] = await ctx.db
      .insert(passkeys)
      .values({
        id: made.credential.id,
        userId,
        name,
        publicKey: made.credential.publicKey,
        counter: made.credential.counter,
        transports: made.credential.transports ?? [],
        backedUp: made.credentialBackedUp,
        createdAt: ctx.now,
      })
      .onConflictDoNothing()
      .returning()
    if (!passkey) throw passkeyNotMade()

    await tellOwner(ctx, actor, user, { what: 'passkey_added', passkeyName: name })
    return presentPasskey(passkey)
  })
}

async function verify(ctx: Context, userId: string, credential: AddPasskey['credential']) {
  const party = relyingParty(ctx.config)
  const expectedChallenge = await takeChallenge(ctx, credential.response.clientDataJSON, userId)
  if (!expectedChallenge) throw passkeyNotMade()

  const { registrationInfo } = await verifyRegistrationResponse({
    response: { ...credential, clientExtensionResults: {} },
    expectedChallenge,
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
  }).catch((error: unknown) => {
    ctx.log.info({ error }, 'a passkey could not be added')
    throw passkeyNotMade()
  })
  if (!registrationInfo) throw passkeyNotMade()
  return registrationInfo
}
