import { mayWatchProduct } from '#server/domains/catalog'
import { mayWatchOrderGroup } from '#server/domains/orders'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'

/** Decides for one kind of topic who may watch it. `key` is the guest's proof, from the link in the mail. */
export type MayWatch = (ctx: Context, actor: Actor, id: string, key: string | null) => Promise<boolean>

/** Every kind of topic, by the word before the colon. One that is not listed cannot be watched. */
export const SOCKET_TOPICS: Readonly<Record<string, MayWatch>> = {
  'order-group': mayWatchOrderGroup,
  product: mayWatchProduct,
}
