import { setTimeout as pause } from 'node:timers/promises'
import { and, eq } from 'drizzle-orm'
import { files, type Rendition } from '#db/schema'
import type { Context } from '#server/platform/context'
import { makeRendition, wantedRenditions } from './encode-picture'
import { folderOf, renditionKey } from './picture-keys'

/** Makes the sizes of a picture that are still missing, and rests as long as it works: people wait for pages, nobody for these. */
export async function finishRenditions(ctx: Context, fileId: string): Promise<void> {
  const [file] = await ctx.db.select().from(files).where(eq(files.id, fileId))
  if (!file || file.status !== 'pending') return

  const stored = await ctx.storage.get(file.key)
  if (!stored) {
    await ctx.db.update(files).set({ status: 'failed' }).where(eq(files.id, fileId))
    return
  }

  const renditions: Rendition[] = []
  for (const wanted of wantedRenditions(file.width!)) {
    const key = renditionKey(folderOf(file.key), wanted)
    const made = file.renditions.find((rendition) => rendition.key === key)
    if (made) {
      renditions.push(made)
      continue
    }
    const began = performance.now()
    const { body, height } = await makeRendition(stored.body, wanted)
    await pause(performance.now() - began)
    await ctx.storage.put(key, body, { contentType: wanted.type, cacheControl: 'public, max-age=31536000, immutable' })
    renditions.push({ key, width: wanted.width, height, type: wanted.type })
  }

  await ctx.db
    .update(files)
    .set({ renditions, status: 'ready' })
    .where(and(eq(files.id, fileId), eq(files.status, 'pending')))
}
