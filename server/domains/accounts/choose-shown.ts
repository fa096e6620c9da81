import { eq } from 'drizzle-orm'
import { users } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { PrivacyView, ShownChange } from '#shared/contracts/privacy'
import { SHOWN_KINDS, type ShownKind } from '#shared/lifecycles/privacy'
import type { UserRow } from './accounts-locks'
import { readOwnRow } from './own-row'

const COLUMNS = { receipts: 'showsReceipts', presence: 'showsPresence' } as const satisfies Record<ShownKind, keyof UserRow>

/** What those see whom somebody writes with. */
export const shownOf = (user: UserRow): PrivacyView['shown'] => SHOWN_KINDS.map((kind) => ({ kind, isShown: user[COLUMNS[kind]] }))

/** Shows something to those one writes with, or keeps it to oneself. */
export async function chooseShown(ctx: Context, actor: Actor, { kind, isShown }: ShownChange): Promise<void> {
  const { id } = await readOwnRow(ctx, actor)
  await ctx.db
    .update(users)
    .set({ [COLUMNS[kind]]: isShown, ...(kind === 'presence' && !isShown && { lastSeenAt: null }) })
    .where(eq(users.id, id))
}
