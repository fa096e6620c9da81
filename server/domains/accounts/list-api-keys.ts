import { and, desc, eq, isNull } from 'drizzle-orm'
import { apiKeys } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { ApiKeyView, ApiScope } from '#shared/contracts/api-access'
import { notSignedIn } from './accounts-errors'

type ApiKeyRow = typeof apiKeys.$inferSelect

/** One's own keys, the newest first; those that have ended by themselves are among them until they are revoked. */
export async function listApiKeys(ctx: Context, actor: Actor): Promise<ApiKeyView[]> {
  if (!actor.userId) throw notSignedIn()

  const rows = await ctx.db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.userId, actor.userId), isNull(apiKeys.revokedAt)))
    .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id))
  return rows.map(presentApiKey)
}

export const presentApiKey = ({ id, name, prefix, scopes, createdAt, lastUsedAt, expiresAt }: ApiKeyRow): ApiKeyView => ({
  id,
  name,
  prefix,
  scopes: scopes as ApiScope[],
  createdAt: createdAt.toISOString(),
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
  expiresAt: expiresAt?.toISOString() ?? null,
})
