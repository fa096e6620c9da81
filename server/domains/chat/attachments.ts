import { and, asc, eq, inArray } from 'drizzle-orm'
import { files, messageAttachments } from '#db/schema'
import { lockPrivateFiles, type StoredFile } from '#server/domains/files'
import type { Context } from '#server/platform/context'
import { anyOf } from '#server/platform/database/any-of'
import type { Attachment } from '#shared/contracts/chat'
import type { MessageKind } from '#shared/lifecycles/chat'
import { attachmentNotFound } from './chat-errors'
import type { ConversationRow, MessageRow, Taken } from './chat-locks'

export const ATTACHMENT = 'chat_attachment'

/** Whose a file is: the shopper's own; what is sent for a shop is the shop's, and for the marketplace the conversation's. Guests have none. */
export const ownerOf = ({ conversation, userId, side }: Taken): string | null =>
  side === 'shop' ? (conversation.shopId ?? conversation.id) : userId

/** Files of one's own side that no message shows yet, in the order asked for. */
export async function lockAttachments(ctx: Context, taken: Taken, fileIds: readonly string[]): Promise<StoredFile[]> {
  if (fileIds.length === 0) return []
  const ownerId = ownerOf(taken)
  if (ownerId === null) throw attachmentNotFound(fileIds[0]!)
  const sent = await lockPrivateFiles(ctx, fileIds, { ownerId, purpose: ATTACHMENT })
  const shown = await ctx.db.select().from(messageAttachments).where(anyOf(messageAttachments.fileId, fileIds))
  return fileIds.map((fileId) => {
    const file = sent.find(({ id }) => id === fileId)
    if (!file || shown.some((attachment) => attachment.fileId === fileId)) throw attachmentNotFound(fileId)
    return file
  })
}

export async function attach(ctx: Context, { conversationId, seq }: MessageRow, attached: readonly StoredFile[]): Promise<void> {
  if (attached.length === 0) return
  await ctx.db.insert(messageAttachments).values(attached.map(({ id }, position) => ({ conversationId, seq, position, fileId: id })))
}

type ShownFile = Pick<StoredFile, 'id' | 'name' | 'contentType' | 'sizeBytes' | 'width' | 'height' | 'placeholder'>

const isPicture = ({ contentType }: Pick<StoredFile, 'contentType'>) => contentType.startsWith('image/')

/** What a message with these is. */
export function kindOf(attached: readonly StoredFile[]): MessageKind {
  if (attached.length === 0) return 'text'
  return attached.every(isPicture) ? 'image' : 'file'
}

export const presentAttachment = (file: ShownFile): Attachment => ({
  fileId: file.id,
  kind: isPicture(file) ? 'image' : 'file',
  name: file.name ?? '',
  sizeBytes: file.sizeBytes,
  width: file.width,
  height: file.height,
  placeholder: file.placeholder,
})

/** What messages of a conversation show, by their numbers; what is deleted shows nothing. */
export async function attachmentsOf(
  ctx: Context,
  conversationId: ConversationRow['id'],
  rows: readonly MessageRow[],
): Promise<ReadonlyMap<number, Attachment[]>> {
  const seqs = rows.filter(({ kind, deletedAt }) => (kind === 'image' || kind === 'file') && deletedAt === null).map(({ seq }) => seq)
  if (seqs.length === 0) return new Map()
  const found = await ctx.db
    .select({
      seq: messageAttachments.seq,
      id: files.id,
      name: files.name,
      contentType: files.contentType,
      sizeBytes: files.sizeBytes,
      width: files.width,
      height: files.height,
      placeholder: files.placeholder,
    })
    .from(messageAttachments)
    .innerJoin(files, eq(files.id, messageAttachments.fileId))
    .where(and(eq(messageAttachments.conversationId, conversationId), inArray(messageAttachments.seq, seqs)))
    .orderBy(asc(messageAttachments.seq), asc(messageAttachments.position))
  return new Map(seqs.map((seq) => [seq, found.filter((file) => file.seq === seq).map(presentAttachment)]))
}
