import { eq } from 'drizzle-orm'
import { users } from '#db/schema'
import { removePicture, storePicture } from '#server/domains/files'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { Profile } from '#shared/contracts/profile'
import { presentProfile } from './get-profile'
import { lockOwnRow, readOwnRow } from './own-row'

/** Shows a picture of oneself; the one before it is deleted. Throws what `storePicture` throws. */
export async function setAvatar(ctx: Context, actor: Actor, bytes: Uint8Array): Promise<Profile> {
  const { id } = await readOwnRow(ctx, actor)
  const picture = await storePicture(ctx, actor, { bytes, purpose: 'avatar', ownerId: id })
  return putAvatar(ctx, actor, picture.id)
}

/** Shows no picture of oneself any more. */
export const removeAvatar = (ctx: Context, actor: Actor): Promise<Profile> => putAvatar(ctx, actor, null)

function putAvatar(ctx: Context, actor: Actor, fileId: string | null): Promise<Profile> {
  return inTransaction(ctx, async (ctx) => {
    const user = await lockOwnRow(ctx, actor)
    if (user.avatarFileId === fileId) return presentProfile(ctx, user)

    await ctx.db.update(users).set({ avatarFileId: fileId }).where(eq(users.id, user.id))
    if (user.avatarFileId) await removePicture(ctx, user.avatarFileId)

    return presentProfile(ctx, { ...user, avatarFileId: fileId })
  })
}
