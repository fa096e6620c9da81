import { z } from 'zod'
import { CONVERSATION_SIDES, messagePageSchema, messageSchema } from './chat'

const topicSchema = z
  .string()
  .max(200)
  .regex(/^[a-z-]+:[\w.-]+$/)

/** What a browser may send over the socket. */
export const socketRequestSchema = z.discriminatedUnion('type', [
  /** `key` is what a guest's link holds, for who is not signed in. */
  z.object({ type: z.literal('subscribe'), topic: topicSchema, key: z.string().max(200).optional() }),
  z.object({ type: z.literal('unsubscribe'), topic: topicSchema }),
  /** One writes at this moment, on this side of a conversation that one watches. Nothing is answered, whatever comes of it. */
  z.object({ type: z.literal('typing'), topic: topicSchema, side: z.enum(CONVERSATION_SIDES), key: z.string().max(200).optional() }),
  z.object({ type: z.literal('ping') }),
])
export type SocketRequest = z.infer<typeof socketRequestSchema>

/** What the server sends over the socket. `changed` says where to look; a message that somebody has said comes with it, to who may have it. */
export const socketAnswerSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('subscribed'), topic: z.string() }),
  z.object({ type: z.literal('refused'), topic: z.string() }),
  /** `rev`: up to which of its changes, where the changes of a topic are counted. `said` is what a fetch of that change alone would bring. */
  z.object({
    type: z.literal('changed'),
    topic: z.string(),
    rev: z.number().int().optional(),
    said: messagePageSchema.pick({ otherReadSeq: true }).extend({ message: messageSchema }).optional(),
  }),
  /** Somebody else writes at this moment. */
  z.object({ type: z.literal('typing'), topic: z.string(), side: z.enum(CONVERSATION_SIDES), name: z.string() }),
  z.object({ type: z.literal('pong') }),
  z.object({ type: z.literal('error'), code: z.enum(['socket.bad_frame', 'socket.too_fast', 'socket.unavailable']) }),
])
export type SocketAnswer = z.infer<typeof socketAnswerSchema>
export type Said = NonNullable<Extract<SocketAnswer, { type: 'changed' }>['said']>
