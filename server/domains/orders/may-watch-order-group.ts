import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { findReadableGroup } from './get-order-group'

/** Whether this person may be told when an order group changes: whoever may read it. */
export const mayWatchOrderGroup = async (ctx: Context, actor: Actor, number: string, key: string | null): Promise<boolean> =>
  (await findReadableGroup(ctx, actor, number, key)) !== null
