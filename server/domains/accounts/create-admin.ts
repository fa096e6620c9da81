import { users } from '#db/schema'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { endSessionsOf } from './end-sessions'
import { hashPassword, newOneTimePassword } from './passwords'
import { newTotpSecret } from './totp'

/** What the operator hands to the new admin. */
export interface CreatedAdmin {
  userId: string
  email: string
  /** Good until the first sign-in, which asks for another one and for a second factor. */
  password: string
  /** Base32; only when `withTwoFactor` asked for it. */
  totpSecret: string | null
}

/**
 * Makes an admin, or makes the owner of that address one. The password is new and the second factor is to be set up
 * at the first sign-in, so this also lets an admin in again who lost theirs; whatever sessions there were end.
 */
export async function createAdmin(
  ctx: Context,
  email: string,
  options: { name?: string; password?: string; withTwoFactor?: boolean } = {},
): Promise<CreatedAdmin> {
  const password = options.password ?? newOneTimePassword()
  const passwordHash = await hashPassword(password)
  const totpSecret = options.withTwoFactor ? newTotpSecret() : null
  const name = options.name ?? email.slice(0, email.indexOf('@'))

  return inTransaction(ctx, async (ctx) => {
    const entry = { passwordHash, totpSecret, totpUsedStep: null, role: 'admin', status: 'active', emailVerifiedAt: ctx.now } as const
    const [user] = await ctx.db
      .insert(users)
      .values({ id: ctx.newId(), email, name, createdAt: ctx.now, ...entry })
      .onConflictDoUpdate({ target: users.email, set: entry })
      .returning({ id: users.id })
    await endSessionsOf(ctx, user!.id)

    return { userId: user!.id, email, password, totpSecret }
  })
}
