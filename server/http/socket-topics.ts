import { mayWatchProduct } from '#server/domains/catalog'
import {
  mayWatchConversation,
  revsOfConversations,
  signsOfChat,
  signsOfReading,
  stillWatching,
  whoHears,
  whoTypes,
} from '#server/domains/chat'
import { mayWatchPerson } from '#server/domains/notifications'
import { mayWatchOrderGroup } from '#server/domains/orders'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { TopicNews } from '#server/platform/realtime-bus/topics'
import type { ConversationSide } from '#shared/contracts/chat'

/** Decides for one kind of topic who may watch it. `key` is the guest's proof, from the link in the mail. */
export type MayWatch = (ctx: Context, actor: Actor, id: string, key: string | null) => Promise<boolean>

/** Somebody and what they watch. */
export interface Watching {
  /** Null for a guest. */
  userId: string | null
  id: string
  /** They showed the key of a link when they began. */
  byKey: boolean
}

export interface Typist {
  side: ConversationSide
  name: string
}

/** One kind of topic. What is not announced, since nodes do not hear each other, is looked up where the kind says how. */
export interface SocketTopic {
  mayWatch: MayWatch
  /** Where its changes are counted: up to which one there is something to look at, by id. */
  revs?: (ctx: Context, ids: readonly string[]) => Promise<ReadonlyMap<string, number>>
  /** A sign by id, which is another after a change that is not counted. */
  signs?: (ctx: Context, ids: readonly string[]) => Promise<ReadonlyMap<string, string>>
  /** Where those who watch it are told who else writes: as whom this person does, or null where they may not. */
  whoTypes?: (ctx: Context, actor: Actor, id: string, as: { side: ConversationSide; key: string | null }) => Promise<Typist | null>
  /** Where news are passed on as they are: who of those who watch may have them at this moment, and how far others have read for each. */
  whoHears?: (
    ctx: Context,
    id: string,
    news: TopicNews,
    watching: readonly Watching[],
  ) => Promise<readonly (Omit<Watching, 'id'> & { otherReadSeq: number | null })[]>
  /** Where the right to watch may end: those of them who still have it. */
  stillWatching?: (ctx: Context, watching: readonly Watching[]) => Promise<readonly Watching[]>
}

/** Every kind of topic, by the word before the colon. One that is not listed cannot be watched. */
export const SOCKET_TOPICS: Readonly<Record<string, SocketTopic>> = {
  conversation: { mayWatch: mayWatchConversation, revs: revsOfConversations, signs: signsOfReading, stillWatching, whoHears, whoTypes },
  'order-group': { mayWatch: mayWatchOrderGroup },
  person: { mayWatch: mayWatchPerson, signs: signsOfChat },
  product: { mayWatch: mayWatchProduct },
}
