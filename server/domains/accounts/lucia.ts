import { DrizzlePostgreSQLAdapter } from '@lucia-auth/adapter-drizzle'
import { Lucia, TimeSpan } from 'lucia'
import { sessions, users } from '#db/schema'
import type { Context } from '#server/platform/context'

/** A session ends after this long without a request … */
const IDLE = { persistent: new TimeSpan(30, 'd'), brief: new TimeSpan(24, 'h') }
/** … and after this long in any case. Lucia only slides the first, so the second is ours to check. */
export const ABSOLUTE = { persistent: new TimeSpan(180, 'd'), brief: new TimeSpan(7, 'd') }

type SessionRow = typeof sessions.$inferSelect
type UserRow = typeof users.$inferSelect

/** Made anew for each context: its adapter would otherwise write on its own connection, outside the transaction. */
export function luciaFor(ctx: Pick<Context, 'db'>, persistent: boolean) {
  return new Lucia(new DrizzlePostgreSQLAdapter(ctx.db as unknown as AdapterDatabase, sessions, users), {
    sessionExpiresIn: persistent ? IDLE.persistent : IDLE.brief,
    getSessionAttributes: ({ createdAt, persistent, twoFactorAt, lastSeenAt }) => ({ createdAt, persistent, twoFactorAt, lastSeenAt }),
    getUserAttributes: ({ name, email, emailVerifiedAt, role, status, totpSecret }) => ({
      name,
      email,
      emailVerifiedAt,
      role,
      status,
      twoFactorSetUp: totpSecret !== null,
    }),
  })
}

type AdapterDatabase = ConstructorParameters<typeof DrizzlePostgreSQLAdapter>[0]

declare module 'lucia' {
  interface Register {
    Lucia: ReturnType<typeof luciaFor>
    DatabaseSessionAttributes: Omit<SessionRow, 'id' | 'userId' | 'expiresAt'>
    DatabaseUserAttributes: Omit<UserRow, 'id'>
  }
}
