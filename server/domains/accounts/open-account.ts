import { users } from '#db/schema'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { Register } from '#shared/contracts/registration'
import { emailTaken } from './accounts-errors'
import type { UserRow } from './accounts-locks'
import { hashPassword } from './passwords'

/** Opens an account for the owner of an address, who need not prove it: for the operator’s tools. Throws `accounts.email_taken`. */
export async function openAccount(ctx: Context, input: Omit<Register, 'locale'> & { locale?: string }): Promise<UserRow> {
  const passwordHash = await hashPassword(input.password)

  return inTransaction(ctx, async (ctx) => {
    const [user] = await ctx.db
      .insert(users)
      .values({
        id: ctx.newId(),
        name: input.name,
        email: input.email,
        emailVerifiedAt: ctx.now,
        passwordHash,
        locale: input.locale,
        createdAt: ctx.now,
      })
      .onConflictDoNothing({ target: users.email })
      .returning()
    if (!user) throw emailTaken()
    return user
  })
}
