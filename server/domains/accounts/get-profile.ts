import { findFiles, presentPicture } from '#server/domains/files'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { Picture } from '#shared/contracts/common'
import type { Profile } from '#shared/contracts/profile'
import type { UserRow } from './accounts-locks'
import { readOwnRow } from './own-row'

/** How one presents oneself. */
export async function getProfile(ctx: Context, actor: Actor): Promise<Profile> {
  return presentProfile(ctx, await readOwnRow(ctx, actor))
}

export async function presentProfile(ctx: Context, user: UserRow): Promise<Profile> {
  const { name, email, timeZone } = user
  return { name, email, avatar: await avatarOf(ctx, user), locale: user.locale === 'de' ? 'de' : 'en', timeZone }
}

export async function avatarOf(ctx: Context, { avatarFileId, name }: Pick<UserRow, 'avatarFileId' | 'name'>): Promise<Picture | null> {
  const [file] = avatarFileId ? await findFiles(ctx, [avatarFileId]) : []
  return file ? presentPicture(file, name) : null
}
