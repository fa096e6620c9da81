import { eq } from 'drizzle-orm'
import { conversations, users } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { ConversationSide } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'
import { sideIn, wayOfDesk } from './chat-policy'
import { guestNameOf } from './present-messages'
import { nameOf } from './shown-names'
import { isBlocked } from './read-marks'
import { namesInRoom } from './room-names'

/**
 * As whom somebody writes, so that the others may be told; null who takes no part on that side, is blocked or blocks, or does not
 * show that they are there. In a room one comes as oneself, and nobody is told once it is closed.
 */
export async function whoTypes(
  ctx: Context,
  actor: Actor,
  conversationId: string,
  { side, key }: { side: ConversationSide; key: string | null },
): Promise<{ side: ConversationSide; name: string } | null> {
  if (idSchema.safeParse(conversationId).data !== conversationId) return null
  const [conversation] = await ctx.db.select().from(conversations).where(eq(conversations.id, conversationId))
  if (!conversation || isBlocked(conversation)) return null
  const way = side === 'shop' ? wayOfDesk(conversation) : { conversationId, shopId: null, key }
  const here = await sideIn(ctx, actor, conversation, way)
  if (here === 'member' ? side === 'shop' || conversation.closedAt : here !== side) return null

  const userId = here === 'buyer' ? conversation.buyerId : actor.userId
  const name = userId === null ? await guestNameOf(ctx, conversation) : await nameOfUser(ctx, userId)
  if (name === null || here !== 'member') return name === null ? null : { side: here!, name }
  return { side: here, name: (await namesInRoom(ctx, conversationId)).get(userId!) ?? name }
}

async function nameOfUser(ctx: Context, userId: string): Promise<string | null> {
  const [user] = await ctx.db
    .select({ name: users.name, status: users.status, showsPresence: users.showsPresence })
    .from(users)
    .where(eq(users.id, userId))
  return user?.showsPresence ? nameOf(user) : null
}
