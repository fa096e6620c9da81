import { and, desc, eq, ilike, or, sql } from 'drizzle-orm'
import { z } from 'zod'
import { users } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { cutPage, decodeCursor, momentKeySchema } from '#server/platform/database/keyset'
import { idSchema } from '#shared/contracts/common'
import type { UserListQuery } from '#shared/contracts/accounts'
import { notAllowed } from './accounts-errors'
import type { UserRow } from './accounts-locks'
import { mayListUsers } from './accounts-policy'

const PAGE = 25

/** Users, newest first, 25 at a time. */
export async function listUsers(
  ctx: Context,
  actor: Actor,
  query: UserListQuery,
): Promise<{ items: UserRow[]; nextCursor: string | null }> {
  if (!mayListUsers(actor)) throw notAllowed()

  const after = query.cursor ? decodeCursor(query.cursor, z.tuple([momentKeySchema, idSchema])) : null
  const part = query.q ? `%${query.q.replace(/[\\%_]/g, '\\$&')}%` : null
  const rows = await ctx.db
    .select()
    .from(users)
    .where(
      and(
        part ? or(ilike(users.name, part), ilike(users.email, part)) : undefined,
        query.role ? eq(users.role, query.role) : undefined,
        after ? sql`(${users.createdAt}, ${users.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : undefined,
      ),
    )
    .orderBy(desc(users.createdAt), desc(users.id))
    .limit(PAGE + 1)

  return cutPage(rows, PAGE, (user) => [user.createdAt.toISOString(), user.id])
}
