import type { Context } from '../context'

/** What a socket can watch: `order-group:SK-1042`. */
export type Topic = `${string}:${string}`

export const topicChannel = (topic: string): string => `topic:${topic}`

/** Tells everyone who watches the topic to look again, once the running transaction has committed. */
export async function announceChange(ctx: Pick<Context, 'bus' | 'afterCommit'>, topic: Topic): Promise<void> {
  const announce = () => ctx.bus.publish(topicChannel(topic), {})
  if (ctx.afterCommit) ctx.afterCommit(announce)
  else await announce()
}
