import { asc } from 'drizzle-orm'
import { users } from '#db/schema'
import { shownName } from '#server/domains/reviews'
import type { Context } from '#server/platform/context'
import { anyOf } from '#server/platform/database/any-of'
import { builtOnce } from '#server/platform/database/built-once'

export interface Person {
  userId: string
  name: string
  status: string
}

/** Enough to know whom one talks to, not enough to be found by; null for an account that is gone. */
export const nameOf = ({ name, status }: { name: string; status: string }): string | null => (status === 'erased' ? null : shownName(name))

/** The same of a guest, who has a name on their order alone. */
export const nameOfGuest = (group: { shippingAddress: { name: string } }): string => shownName(group.shippingAddress.name)

/** What people are called outside of rooms, by their ids. */
export async function namesOf(ctx: Context, ids: readonly (string | null)[]): Promise<ReadonlyMap<string, string | null>> {
  return new Map((await peopleOf(ctx, ids)).map((person) => [person.userId, nameOf(person)]))
}

/** Each once. */
export async function peopleOf(ctx: Context, ids: readonly (string | null)[]): Promise<Person[]> {
  const userIds = [...new Set(ids.flatMap((id) => id ?? []))]
  return userIds.length > 0 ? accounts(ctx, { userIds }) : []
}
const accounts = builtOnce<{ userIds: string[] }>()((db, { userIds }) =>
  db
    .select({ userId: users.id, name: users.name, status: users.status })
    .from(users)
    .where(anyOf(users.id, userIds))
    .orderBy(asc(users.id)),
)
