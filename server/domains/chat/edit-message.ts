import { and, eq } from 'drizzle-orm'
import { messageVersions, messages } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { editMessageSchema, type EditMessage, type MessageView } from '#shared/contracts/chat'
import { canDeleteMessage, canEditMessage, keepsOrder, outranks, type RoomRole, type VersionReason } from '#shared/lifecycles/chat'
import { takeRev } from './add-message'
import { messageNotDeletable, messageNotEditable, roomRightMissing } from './chat-errors'
import { countMessage } from './chat-limits'
import {
  findMessage,
  lockToWrite,
  ownMessage,
  refuseBlocked,
  type ConversationRow,
  type MessageRow,
  type Taken,
  type Way,
} from './chat-locks'
import { roleInRoom } from './chat-policy'
import { filterMessage, queueHeld } from './filter-message'
import { lookAtWaiting } from './handle-conversation'
import { presentMessage } from './present-messages'

/** Says something else instead, soon after it was written. What it said before stays for moderators. */
export async function editMessage(ctx: Context, actor: Actor, way: Way, seq: number, input: EditMessage): Promise<MessageView> {
  const { body } = editMessageSchema.parse(input)
  await countMessage(ctx, actor, way)

  return inTransaction(ctx, async (ctx) => {
    const taken = await lockToWrite(ctx, actor, way)
    const message = await ownMessage(ctx, taken, seq)
    if (message.body === body && canDeleteMessage(message)) return presentMessage(ctx, taken, message)
    if (!canEditMessage(message, ctx.now)) throw messageNotEditable()
    refuseBlocked(taken.conversation)

    const filtered = await filterMessage(ctx, taken.conversation, body)
    const heldAt = filtered.heldFor === null ? message.heldAt : ctx.now
    const changes = { body: filtered.body, heldAt, editedAt: ctx.now }
    const edited = await rewrite(ctx, taken.conversation, message, 'edited', changes)
    if (filtered.heldFor !== null) await queueHeld(ctx, edited, filtered.heldFor)
    return presentMessage(ctx, taken, edited)
  })
}

/** Takes one's own words back, or in a room that one keeps order in, anybody's; a placeholder stays, and what it said for moderators. */
export function deleteMessage(ctx: Context, actor: Actor, way: Way, seq: number): Promise<MessageView> {
  return inTransaction(ctx, async (ctx) => {
    const taken = await lockToWrite(ctx, actor, way)
    const role = await keeperRole(ctx, taken)
    const message = role ? await findMessage(ctx, taken, seq) : await ownMessage(ctx, taken, seq)
    if (message.deletedAt) return presentMessage(ctx, taken, message)
    if (!canDeleteMessage(message)) throw messageNotDeletable()

    const isOwn = message.senderId === taken.userId
    if (role && !isOwn && !outranks(role, await placeOf(ctx, message))) throw roomRightMissing()
    const [why, removedBy] = isOwn ? (['deleted', null] as const) : (['removed', taken.userId] as const)
    return presentMessage(ctx, taken, await emptyMessage(ctx, taken.conversation, message, why, removedBy))
  })
}

/** As what somebody keeps order in the room that they take part in; null for all others. */
async function keeperRole(ctx: Context, { conversation, userId, side }: Taken): Promise<RoomRole | null> {
  if (side !== 'member' || !userId) return null
  const role = await roleInRoom(ctx, conversation.id, userId)
  return role && keepsOrder(role) ? role : null
}

/** As what whoever said it is in the room; who has gone is as a member. */
const placeOf = async (ctx: Context, { conversationId, senderId }: MessageRow): Promise<RoomRole> =>
  (senderId && (await roleInRoom(ctx, conversationId, senderId))) || 'member'

/** Leaves a place without words where a message stood; what it said stays for moderators. */
export const emptyMessage = (
  ctx: Context,
  conversation: ConversationRow,
  message: MessageRow,
  why: Exclude<VersionReason, 'edited'>,
  removedBy: string | null = null,
): Promise<MessageRow> => rewrite(ctx, conversation, message, why, { body: '', deletedAt: ctx.now }, removedBy)

async function rewrite(
  ctx: Context,
  conversation: ConversationRow,
  message: MessageRow,
  why: VersionReason,
  values: Partial<MessageRow>,
  removedBy: string | null = null,
): Promise<MessageRow> {
  const { conversationId, seq } = message
  await ctx.db.insert(messageVersions).values({ conversationId, seq, rev: message.rev, body: message.body, why, removedBy, at: ctx.now })
  const [changed] = await ctx.db
    .update(messages)
    .set({ ...values, rev: await takeRev(ctx, conversation) })
    .where(and(eq(messages.conversationId, conversationId), eq(messages.seq, seq)))
    .returning()
  await lookAtWaiting(ctx, conversation)
  return changed!
}
