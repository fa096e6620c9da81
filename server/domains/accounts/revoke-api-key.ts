import { and, eq, isNull } from 'drizzle-orm'
import { apiKeys } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { apiKeyNotFound, notSignedIn } from './accounts-errors'

/** Ends a key of one's own at once; one that has ended already stays so. Throws `accounts.api_key_not_found`. */
export async function revokeApiKey(ctx: Context, actor: Actor, keyId: string): Promise<void> {
  const { userId } = actor
  if (!userId) throw notSignedIn()

  await inTransaction(ctx, async (ctx) => {
    const [key] = await ctx.db
      .select()
      .from(apiKeys)
      .where(and(eq(apiKeys.id, keyId), eq(apiKeys.userId, userId)))
      .for('update')
    if (!key) throw apiKeyNotFound()
    if (key.revokedAt) return

    await ctx.db
      .update(apiKeys)
      .set({ revokedAt: ctx.now })
      .where(and(eq(apiKeys.id, keyId), isNull(apiKeys.revokedAt)))
    await recordAudit(ctx, actor, {
      action: 'accounts.api_key_revoked',
      subject: { type: 'user', id: userId },
      details: { keyId, name: key.name },
    })
  })
}
