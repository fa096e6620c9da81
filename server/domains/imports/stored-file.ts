import type { Context } from '#server/platform/context'
import { importTooLarge } from './imports-errors'

const PART_BYTES = 4 * 1024 * 1024
export const FILE_LIMIT = 60 * 1024 * 1024

const partKey = (folder: string, part: number) => `${folder}/${String(part).padStart(5, '0')}`

/** Keeps a file in parts, so that neither storing nor reading it ever holds more than one of them. */
export async function storeFile(
  ctx: Context,
  folder: string,
  bytes: AsyncIterable<Uint8Array>,
  { most, watch }: { most: number; watch?: (piece: Uint8Array) => void },
): Promise<void> {
  let parts = 0
  let total = 0
  let waiting: Uint8Array[] = []
  let size = 0
  const flush = async () => {
    await ctx.storage.put(partKey(folder, parts++), Buffer.concat(waiting), { contentType: 'application/octet-stream' })
    waiting = []
    size = 0
  }

  try {
    for await (const piece of bytes) {
      total += piece.length
      if (total > most) throw importTooLarge(most)
      watch?.(piece)
      waiting.push(piece)
      size += piece.length
      if (size >= PART_BYTES) await flush()
    }
    if (size > 0 || parts === 0) await flush()
  } catch (error) {
    for (let part = 0; part < parts; part++) await ctx.storage.delete(partKey(folder, part))
    throw error
  }
}

/** The file again, part by part. */
export async function* readFile(ctx: Context, folder: string): AsyncGenerator<Uint8Array> {
  for (let part = 0; ; part++) {
    const found = await ctx.storage.get(partKey(folder, part))
    if (!found) return
    yield found.body
  }
}
