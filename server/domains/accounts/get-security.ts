import { desc, eq } from 'drizzle-orm'
import { passkeys, users } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { OwnPasskey, SecurityView } from '#shared/contracts/second-factor'
import { notSignedIn } from './accounts-errors'
import { needsTwoFactor } from './accounts-policy'
import { countRecoveryCodes } from './recovery-codes'

/** How one's own account is secured. */
export async function getSecurity(ctx: Context, actor: Actor): Promise<SecurityView> {
  if (!actor.userId) throw notSignedIn()
  const [user] = await ctx.db.select().from(users).where(eq(users.id, actor.userId))
  if (!user) throw notSignedIn()

  const [recoveryCodesLeft, keys] = await Promise.all([
    countRecoveryCodes(ctx, user.id),
    ctx.db.select().from(passkeys).where(eq(passkeys.userId, user.id)).orderBy(desc(passkeys.createdAt), desc(passkeys.id)),
  ])
  return {
    userId: user.id,
    twoFactor: { isOn: user.totpSecret !== null, isObligatory: needsTwoFactor(user.role), recoveryCodesLeft },
    passkeys: keys.map(presentPasskey),
  }
}

export const presentPasskey = ({ id, name, createdAt, lastUsedAt, backedUp }: typeof passkeys.$inferSelect): OwnPasskey => ({
  id,
  name,
  createdAt: createdAt.toISOString(),
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
  backedUp,
})
