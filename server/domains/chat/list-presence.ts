import { and, eq, inArray } from 'drizzle-orm'
import { conversations, shopMembers, users } from '#db/schema'
import { requireMember } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { anyOf } from '#server/platform/database/any-of'
import type { PresenceView } from '#shared/contracts/chat'
import { STAFF_ROLES } from '#shared/lifecycles/user'
import { chatterMissing, supportNotYours } from './chat-errors'
import type { ConversationRow, Way } from './chat-locks'
import { isStaff, sideIn } from './chat-policy'
import { isBlocked } from './read-marks'

/**
 * Whether the other side of conversations is there: of a shop or the marketplace anybody of its team. Those of which that is not shown are left out,
 * like those that are not one's own, or where one side wants nothing of the other.
 */
export async function listPresence(
  ctx: Context,
  actor: Actor,
  { shopId, asStaff, key }: Omit<Way, 'conversationId'>,
  conversationIds: readonly string[],
): Promise<PresenceView[]> {
  if (asStaff && !(await isStaff(ctx, actor))) throw supportNotYours()
  if (shopId !== null) await requireMember(ctx, actor, shopId)
  if (!actor.userId && !key) throw chatterMissing()
  const rows = await ctx.db.select().from(conversations).where(anyOf(conversations.id, conversationIds))
  const isOwn = await Promise.all(rows.map((row) => takesPart(ctx, actor, row, { shopId, asStaff, key })))
  const own = rows.filter((row, index) => isOwn[index] && !isBlocked(row))
  if (own.length === 0) return []

  const peopleOf = shopId === null && !asStaff ? await teamsOf(ctx, own) : await buyersOf(ctx, own)
  const online = await ctx.presence.online([...new Set(own.flatMap((row) => peopleOf(row).map(({ userId }) => userId)))])
  return own.flatMap((row) => {
    const people = peopleOf(row)
    return people.length === 0 ? [] : [{ conversationId: row.id, ...together(people, online) }]
  })
}

/** As `sideIn` decides it; that they are on the team was asked for all at once. */
const takesPart = async (
  ctx: Context,
  actor: Actor,
  row: ConversationRow,
  { shopId, asStaff, key }: Omit<Way, 'conversationId'>,
): Promise<boolean> =>
  shopId === null
    ? (await sideIn(ctx, actor, row, { conversationId: row.id, shopId, asStaff, key })) !== null
    : row.shopId === shopId && row.begun

interface Person {
  userId: string
  lastSeenAt: Date | null
}

/** Of a shop somebody is there if anybody is, and nobody if that is known of all. */
function together(people: readonly Person[], known: ReadonlyMap<string, boolean | null>): Omit<PresenceView, 'conversationId'> {
  const states = people.map(({ userId }) => known.get(userId) ?? null)
  if (states.includes(true)) return { online: true, lastSeenAt: null }
  if (states.includes(null)) return { online: null, lastSeenAt: null }
  const moments = people.flatMap(({ lastSeenAt }) => lastSeenAt?.toISOString() ?? []).sort()
  return { online: false, lastSeenAt: moments.at(-1) ?? null }
}

const isShown = and(eq(users.showsPresence, true), eq(users.status, 'active'))
const person = { userId: users.id, lastSeenAt: users.lastSeenAt }

async function teamsOf(ctx: Context, rows: readonly ConversationRow[]) {
  const people = await ctx.db
    .select({ ...person, shopId: shopMembers.shopId })
    .from(shopMembers)
    .innerJoin(users, eq(users.id, shopMembers.userId))
    .where(and(anyOf(shopMembers.shopId, idsOf(rows.map(({ shopId }) => shopId))), isShown))
  const staff = rows.some(({ kind }) => kind === 'support') ? await staffOf(ctx) : []
  return ({ kind, shopId, buyerId }: ConversationRow): Person[] =>
    kind === 'support' ? staff.filter(({ userId }) => userId !== buyerId) : people.filter((member) => member.shopId === shopId)
}

const staffOf = (ctx: Context) =>
  ctx.db
    .select(person)
    .from(users)
    .where(and(inArray(users.role, [...STAFF_ROLES]), isShown))

async function buyersOf(ctx: Context, rows: readonly ConversationRow[]) {
  const people = await ctx.db
    .select(person)
    .from(users)
    .where(and(anyOf(users.id, idsOf(rows.map(({ buyerId }) => buyerId))), isShown))
  return ({ buyerId }: ConversationRow): Person[] => people.filter(({ userId }) => userId === buyerId)
}

const idsOf = (ids: readonly (string | null)[]): string[] => [...new Set(ids.flatMap((id) => id ?? []))]
