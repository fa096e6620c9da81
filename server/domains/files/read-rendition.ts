import type { Context } from '#server/platform/context'
import { keyOfAddress } from './picture-keys'

/** The bytes of one size of a picture, by the two parts of its address; null when there is no such size. Everyone may see it. */
export async function readRendition(ctx: Context, folder: string, name: string): Promise<{ body: Uint8Array; contentType: string } | null> {
  const key = keyOfAddress(folder, name)
  return key ? ctx.storage.get(key) : null
}
