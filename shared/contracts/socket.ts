import { z } from 'zod'

const topicSchema = z
  .string()
  .max(200)
  .regex(/^[a-z-]+:[\w.-]+$/)

/** What a browser may send over the socket. */
export const socketRequestSchema = z.discriminatedUnion('type', [
  /** `key` is what a guest's link holds, for who is not signed in. */
  z.object({ type: z.literal('subscribe'), topic: topicSchema, key: z.string().max(200).optional() }),
  z.object({ type: z.literal('unsubscribe'), topic: topicSchema }),
  z.object({ type: z.literal('ping') }),
])
export type SocketRequest = z.infer<typeof socketRequestSchema>

/** What the server sends over the socket. `changed` says where to look, never what is true. */
export const socketAnswerSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('subscribed'), topic: z.string() }),
  z.object({ type: z.literal('refused'), topic: z.string() }),
  z.object({ type: z.literal('changed'), topic: z.string() }),
  z.object({ type: z.literal('pong') }),
  z.object({ type: z.literal('error'), code: z.enum(['socket.bad_frame', 'socket.too_fast', 'socket.unavailable']) }),
])
export type SocketAnswer = z.infer<typeof socketAnswerSchema>
