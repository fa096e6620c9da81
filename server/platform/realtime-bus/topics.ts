import type { ConversationSide, MessageView } from '#shared/contracts/chat'
import type { Context } from '../context'

/** What a socket can watch: `order-group:SK-1042`. */
export type Topic = `${string}:${string}`

export const topicChannel = (topic: string): string => `topic:${topic}`

/** What is said of a topic: up to which of its changes there is something to look at, where these are counted. */
export interface TopicChange {
  rev?: number
  news?: TopicNews
}

/** What the change is, so that who may have it need not ask: a message as others than its writer see it. */
export interface TopicNews {
  /** The id of an account; null for a guest. */
  from: string | null
  message: MessageView
}

/** What is told to those who watch a topic at this moment, but for who says it, and kept nowhere. */
export interface TopicWord {
  /** The id of an account; null for a guest. */
  from: string | null
  word: { type: 'typing'; side: ConversationSide; name: string }
}

/** Tells everyone who watches the topic to look again, once the running transaction has committed. */
export async function announceChange(
  ctx: Pick<Context, 'bus' | 'afterCommit'>,
  topic: Topic,
  rev?: number,
  news?: TopicNews,
): Promise<void> {
  const announce = () => ctx.bus.publish(topicChannel(topic), { rev, news } satisfies TopicChange)
  if (ctx.afterCommit) ctx.afterCommit(announce)
  else await announce()
}
