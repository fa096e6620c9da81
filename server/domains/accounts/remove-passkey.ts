import { and, eq } from 'drizzle-orm'
import { passkeys } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { IdentityProof } from '#shared/contracts/second-factor'
import { passkeyNotFound } from './accounts-errors'
import { proveIdentity } from './prove-identity'
import { tellOwner } from './tell-owner'

/** Takes one of one's own passkeys away, for a password or a code. */
export async function removePasskey(ctx: Context, actor: Actor, passkeyId: string, proof: IdentityProof): Promise<void> {
  const lockOwn = await proveIdentity(ctx, actor, proof)

  await inTransaction(ctx, async (ctx) => {
    const user = await lockOwn(ctx)
    const [removed] = await ctx.db
      .delete(passkeys)
      .where(and(eq(passkeys.id, passkeyId), eq(passkeys.userId, user.id)))
      .returning()
    if (!removed) throw passkeyNotFound()

    await tellOwner(ctx, actor, user, { what: 'passkey_removed', passkeyName: removed.name })
  })
}
