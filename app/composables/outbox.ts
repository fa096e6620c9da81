import type { Attachment } from '#shared/contracts/chat'
import { hasTexts, keptList } from './kept-list'

/** What somebody has written and the marketplace has not yet confirmed; it outlives the page. */
export interface Unsent {
  userId: string
  conversationId: string
  clientId: string
  body: string
  /** The number of the message that it answers. */
  replyToSeq: number | null
  /** What was sent to the conversation for it. */
  attachments: Attachment[]
  /** ISO 8601. */
  at: string
}

/** A uuid v4; it also works where the browser holds back `crypto.randomUUID`, on plain HTTP. */
export function newClientId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

const list = keptList(
  'souk-outbox',
  (kept): kept is Unsent =>
    hasTexts(kept, 'userId', 'conversationId', 'clientId', 'body', 'at') && Array.isArray((kept as Partial<Unsent>).attachments),
)

/** What this person has not yet got through in a conversation, in the order in which it was written. */
export const unsentIn = (userId: string, conversationId: string): Unsent[] =>
  list.read().filter((item) => item.userId === userId && item.conversationId === conversationId)

export const keepUnsent = (item: Unsent): void => list.write([...list.read().filter(({ clientId }) => clientId !== item.clientId), item])

export const dropUnsent = (clientId: string): void => list.write(list.read().filter((item) => item.clientId !== clientId))

export const forgetOutbox = (): void => list.write([])
