import { and, eq } from 'drizzle-orm'
import { passkeys } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { RenamePasskey } from '#shared/contracts/passkeys'
import type { OwnPasskey } from '#shared/contracts/second-factor'
import { notSignedIn, passkeyNotFound } from './accounts-errors'
import { presentPasskey } from './get-security'

/** Calls one of one's own passkeys something else. */
export async function renamePasskey(ctx: Context, actor: Actor, passkeyId: string, { name }: RenamePasskey): Promise<OwnPasskey> {
  const { userId } = actor
  if (!userId) throw notSignedIn()

  return inTransaction(ctx, async (ctx) => {
    const [passkey] = await ctx.db
      .update(passkeys)
      .set({ name })
      .where(and(eq(passkeys.id, passkeyId), eq(passkeys.userId, userId)))
      .returning()
    if (!passkey) throw passkeyNotFound()

    await recordAudit(ctx, actor, {
      action: 'accounts.passkey_renamed',
      subject: { type: 'user', id: userId },
      details: { passkeyName: name },
    })
    return presentPasskey(passkey)
  })
}
