import { and, asc, eq, or, sql } from 'drizzle-orm'
import { auditEntries } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { PersonalData } from '#server/platform/personal-data'

/** What somebody did, and what was done to their account; from where, only if it was them. Kept for good: nobody may rewrite it. */
export async function personalDataOf(ctx: Context, userId: string): Promise<PersonalData> {
  const { actorId, subjectType, subjectId, position, action, details, createdAt } = auditEntries
  const isTheirs = eq(actorId, userId)
  const address = sql<string | null>`case when ${isTheirs} then ${auditEntries.address} end`
  const rows = await ctx.db
    .select({ position, action, subjectType, subjectId, details, address, createdAt })
    .from(auditEntries)
    .where(or(isTheirs, and(eq(subjectType, 'user'), eq(subjectId, userId))))
    .orderBy(asc(position))
  return { audit_entries: rows }
}
