import { asc, eq } from 'drizzle-orm'
import { conversationMembers, users } from '#db/schema'
import type { Context } from '#server/platform/context'
import { builtOnce } from '#server/platform/database/built-once'
import { nameOf, peopleOf, type Person } from './shown-names'

/** What those who are in a room are called there, and after them whoever else has said something, by their ids. */
export async function namesInRoom(
  ctx: Context,
  roomId: string,
  senderIds: readonly (string | null)[] = [],
): Promise<ReadonlyMap<string | null, string | null>> {
  const inside = await peopleOfRoom(ctx, { roomId })
  const here = new Set(inside.map(({ userId }) => userId))
  const gone = senderIds.filter((id) => id !== null && !here.has(id))
  return toldApart([...inside, ...(await peopleOf(ctx, gone))])
}
const peopleOfRoom = builtOnce<{ roomId: string }>()((db, { roomId }) =>
  db
    .select({ userId: conversationMembers.userId, name: users.name, status: users.status })
    .from(conversationMembers)
    .innerJoin(users, eq(users.id, conversationMembers.userId))
    .where(eq(conversationMembers.conversationId, roomId))
    .orderBy(asc(conversationMembers.createdAt), asc(conversationMembers.userId)),
)

/** So that nobody is taken for another: of those whose shown names look the same all but the first who came have a number. */
export function toldApart(people: readonly Person[]): ReadonlyMap<string, string | null> {
  const taken = new Set<string>()
  return new Map(
    people.map(({ userId, ...person }) => {
      const name = nameOf(person)
      if (name === null) return [userId, null]
      let shown = name
      for (let number = 2; taken.has(lookOf(shown)); number++) shown = `${name} (${number})`
      taken.add(lookOf(shown))
      return [userId, shown]
    }),
  )
}

/** The same of names that cannot be told apart by their letters, however they are spaced, and whatever unseen is in them. */
const lookOf = (name: string) =>
  name
    .normalize('NFKC')
    .replace(/[\s\p{Default_Ignorable_Code_Point}]/gu, '')
    .toLocaleLowerCase()
