import { and, eq } from 'drizzle-orm'
import { conversations, messageAttachments, messages } from '#db/schema'
import { briefAddress, findPrivateFile, storePrivateFile } from '#server/domains/files'
import { readSettings } from '#server/domains/settings'
import { roleInShop } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { Attachment } from '#shared/contracts/chat'
import { ATTACHMENT, ownerOf, presentAttachment } from './attachments'
import { attachmentNotFound, chatterMissing } from './chat-errors'
import { takePart, type Way } from './chat-locks'
import { sideIn, wayOfDesk } from './chat-policy'
import { isHidden } from './present-messages'

const MEGABYTE = 1024 * 1024
/** For how long an address opens a file, for who was just let in. */
const OPEN_SECONDS = 60

/** Takes a picture or a file in that a message may show; one that none shows is deleted after a day. For accounts alone. */
export async function addAttachment(
  ctx: Context,
  actor: Actor,
  way: Way,
  { name, bytes }: { name: string; bytes: Uint8Array },
): Promise<Attachment> {
  const ownerId = ownerOf(await takePart(ctx, actor, way))
  if (ownerId === null) throw chatterMissing()
  const { chatPictureMegabytes, chatFileMegabytes } = await readSettings(ctx, ['chatPictureMegabytes', 'chatFileMegabytes'])

  const file = await storePrivateFile(ctx, {
    bytes,
    purpose: ATTACHMENT,
    ownerId,
    maxBytes: chatFileMegabytes * MEGABYTE,
    pictureMaxBytes: chatPictureMegabytes * MEGABYTE,
    documents: ['pdf', 'text'],
    name,
    small: true,
  })
  return presentAttachment(file)
}

/** Where somebody reads a file for the next minute, who takes part in the conversation that shows it; before, its own side does. */
export async function attachmentAddress(
  ctx: Context,
  actor: Actor,
  fileId: string,
  { small, key = null }: { small: boolean; key?: string | null },
): Promise<string> {
  if (!(await mayRead(ctx, actor, fileId, key))) throw attachmentNotFound(fileId)
  return briefAddress(ctx, fileId, { seconds: OPEN_SECONDS, small })
}

async function mayRead(ctx: Context, actor: Actor, fileId: string, key: string | null): Promise<boolean> {
  const [shown] = await ctx.db
    .select({ conversation: conversations, message: messages })
    .from(messageAttachments)
    .innerJoin(messages, and(eq(messages.conversationId, messageAttachments.conversationId), eq(messages.seq, messageAttachments.seq)))
    .innerJoin(conversations, eq(conversations.id, messageAttachments.conversationId))
    .where(eq(messageAttachments.fileId, fileId))
  if (!shown) return isOfOwnSide(ctx, actor, fileId)

  const { conversation, message } = shown
  if (message.deletedAt) return false
  const ways = [{ conversationId: conversation.id, shopId: null, key }, wayOfDesk(conversation)]
  const sides = ways.map((way) => sideIn(ctx, actor, conversation, way))
  const { userId } = actor
  return (await Promise.all(sides)).some((side) => side !== null && !isHidden({ conversation, userId, side }, message))
}

async function isOfOwnSide(ctx: Context, actor: Actor, fileId: string): Promise<boolean> {
  const file = await findPrivateFile(ctx, fileId, ATTACHMENT)
  if (!file?.ownerId || !actor.userId) return false
  if (file.ownerId === actor.userId || (await roleInShop(ctx, actor, file.ownerId)) !== null) return true
  const [conversation] = await ctx.db.select().from(conversations).where(eq(conversations.id, file.ownerId))
  return conversation !== undefined && (await sideIn(ctx, actor, conversation, wayOfDesk(conversation))) === 'shop'
}
