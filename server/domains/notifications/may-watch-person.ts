import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'

/** Whether somebody may be told that there is news for a person: that person. */
export const mayWatchPerson = async (_: Context, actor: Actor, userId: string): Promise<boolean> => actor.userId === userId
