import { and, count, eq, isNull } from 'drizzle-orm'
import { apiKeys } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { MadeApiKey, NewApiKey } from '#shared/contracts/api-access'
import { tooManyApiKeys } from './accounts-errors'
import { presentApiKey } from './list-api-keys'
import { proveIdentity } from './prove-identity'
import { hashSecretToken, newSecretToken } from './secret-token'
import { tellOwner } from './tell-owner'

const MOST_KEYS = 50
const PREFIX_LENGTH = 12
const DAY_MS = 24 * 60 * 60 * 1000

/** Makes a key for a program, shown this once. Throws what `proveIdentity` throws, and `accounts.too_many_api_keys`. */
export async function makeApiKey(ctx: Context, actor: Actor, input: NewApiKey): Promise<MadeApiKey> {
  const { name, scopes, expiresInDays, password, code } = input
  const lockProven = await proveIdentity(ctx, actor, { password, code })

  return inTransaction(ctx, async (ctx) => {
    const user = await lockProven(ctx)
    const [held] = await ctx.db
      .select({ keys: count() })
      .from(apiKeys)
      .where(and(eq(apiKeys.userId, user.id), isNull(apiKeys.revokedAt)))
    if (held!.keys >= MOST_KEYS) throw tooManyApiKeys(MOST_KEYS)

    const key = newSecretToken('apiKey')
    const [row] = await ctx.db
      .insert(apiKeys)
      .values({
        id: ctx.newId(),
        userId: user.id,
        name,
        prefix: key.slice(0, PREFIX_LENGTH),
        keyHash: hashSecretToken(key),
        scopes,
        createdAt: ctx.now,
        expiresAt: expiresInDays === null ? null : new Date(ctx.now.getTime() + expiresInDays * DAY_MS),
      })
      .returning()

    await tellOwner(ctx, actor, user, { what: 'api_key_made', apiKeyName: name })
    return { ...presentApiKey(row!), key }
  })
}
