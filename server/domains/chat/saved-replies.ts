import { and, asc, eq, sql } from 'drizzle-orm'
import { savedReplies, shops } from '#db/schema'
import { requireMember } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { SavedReply, SavedReplyInput } from '#shared/contracts/chat'
import { savedReplyNotFound, tooManySavedReplies } from './chat-errors'

const MOST = 100

const shown = { id: savedReplies.id, title: savedReplies.title, body: savedReplies.body }

/** What a shop's team says often, by title. */
export async function listSavedReplies(ctx: Context, actor: Actor, shopId: string): Promise<{ items: SavedReply[] }> {
  await requireMember(ctx, actor, shopId)
  const ofShop = eq(savedReplies.shopId, shopId)
  return {
    items: await ctx.db
      .select(shown)
      .from(savedReplies)
      .where(ofShop)
      .orderBy(asc(sql`lower(${savedReplies.title})`)),
  }
}

/** Keeps one more. Throws `chat.too_many_saved_replies` once there are a hundred. */
export async function addSavedReply(ctx: Context, actor: Actor, shopId: string, input: SavedReplyInput): Promise<SavedReply> {
  await requireMember(ctx, actor, shopId)
  return inTransaction(ctx, async (ctx) => {
    // So that two at once are counted one after the other.
    await ctx.db.select({ id: shops.id }).from(shops).where(eq(shops.id, shopId)).for('no key update')
    if ((await ctx.db.$count(savedReplies, eq(savedReplies.shopId, shopId))) >= MOST) throw tooManySavedReplies(MOST)
    const [added] = await ctx.db
      .insert(savedReplies)
      .values({ id: ctx.newId(), shopId, ...input, createdAt: ctx.now })
      .returning(shown)
    return added!
  })
}

interface ReplyOfShop {
  shopId: string
  replyId: string
}

export async function changeSavedReply(ctx: Context, actor: Actor, of: ReplyOfShop, input: SavedReplyInput): Promise<SavedReply> {
  await requireMember(ctx, actor, of.shopId)
  const [changed] = await ctx.db.update(savedReplies).set(input).where(isReply(of)).returning(shown)
  if (!changed) throw savedReplyNotFound()
  return changed
}

export async function deleteSavedReply(ctx: Context, actor: Actor, of: ReplyOfShop): Promise<void> {
  await requireMember(ctx, actor, of.shopId)
  const gone = await ctx.db.delete(savedReplies).where(isReply(of)).returning(shown)
  if (gone.length === 0) throw savedReplyNotFound()
}

const isReply = ({ shopId, replyId }: ReplyOfShop) => and(eq(savedReplies.shopId, shopId), eq(savedReplies.id, replyId))
