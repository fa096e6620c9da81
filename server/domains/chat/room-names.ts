import { asc, eq } from 'drizzle-orm'
import { conversationMembers, users } from '#db/schema'
import type { Context } from '#server/platform/context'
import { builtOnce } from '#server/platform/database/built-once'
import { nameOf } from './shown-names'

interface Person {
  userId: string
  name: string
  status: string
}

/** What those who are in a room are called there, by their ids. */
export async function namesInRoom(ctx: Context, roomId: string): Promise<ReadonlyMap<string, string | null>> {
  return toldApart(await peopleOfRoom(ctx, { roomId }))
}
const peopleOfRoom = builtOnce<{ roomId: string }>()((db, { roomId }) =>
  db
    .select({ userId: conversationMembers.userId, name: users.name, status: users.status })
    .from(conversationMembers)
    .innerJoin(users, eq(users.id, conversationMembers.userId))
    .where(eq(conversationMembers.conversationId, roomId))
    .orderBy(asc(conversationMembers.createdAt), asc(conversationMembers.userId)),
)

/** So that nobody is taken for another: of those whose shown names are the same all but the first who came have a number. */
export function toldApart(people: readonly Person[]): ReadonlyMap<string, string | null> {
  const counted = new Map<string, number>()
  return new Map(
    people.map(({ userId, ...person }) => {
      const name = nameOf(person)
      if (name === null) return [userId, null]
      const key = name.toLocaleLowerCase()
      const number = (counted.get(key) ?? 0) + 1
      counted.set(key, number)
      return [userId, number === 1 ? name : `${name} (${number})`]
    }),
  )
}
