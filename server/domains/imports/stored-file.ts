import type { Context } from '#server/platform/context'
import { importTooLarge } from './imports-errors'
import type { ByteSource } from './read-zip'

export const IMPORTS_FOLDER = 'imports/'
const PART_BYTES = 4 * 1024 * 1024
export const FILE_LIMIT = 60 * 1024 * 1024

const partKey = (folder: string, part: number) => `${folder}/${String(part).padStart(5, '0')}`

/** Keeps a file in parts, so that neither storing nor reading it ever holds more than one of them. */
export async function storeFile(
  ctx: Context,
  folder: string,
  bytes: AsyncIterable<Uint8Array>,
  { most, watch, tooLarge = importTooLarge }: { most: number; watch?: (piece: Uint8Array) => void; tooLarge?: (most: number) => Error },
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
      if (total > most) throw tooLarge(most)
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

export const isStored = async (ctx: Context, folder: string): Promise<boolean> => (await ctx.storage.sizeOf(partKey(folder, 0))) !== null

export async function deleteFile(ctx: Context, folder: string): Promise<void> {
  for (let part = 0; (await ctx.storage.sizeOf(partKey(folder, part))) !== null; part++) await ctx.storage.delete(partKey(folder, part))
}

/** The file to be read at any place; of its parts one at a time is in memory. */
export async function openFile(ctx: Context, folder: string): Promise<ByteSource> {
  const starts = [0]
  for (let size; (size = await ctx.storage.sizeOf(partKey(folder, starts.length - 1))) !== null;) starts.push(starts.at(-1)! + size)
  const size = starts.at(-1)!
  let loaded = -1
  let part: Uint8Array = new Uint8Array()

  return {
    size,
    async read(from, length) {
      const pieces: Uint8Array[] = []
      for (let at = from; at < Math.min(from + length, size);) {
        const index = starts.findLastIndex((start) => start <= at && start < size)
        if (index !== loaded) [loaded, part] = [index, (await ctx.storage.get(partKey(folder, index)))?.body ?? new Uint8Array()]
        const piece = part.subarray(at - starts[index]!, from + length - starts[index]!)
        if (piece.length === 0) break
        pieces.push(piece)
        at += piece.length
      }
      return Buffer.concat(pieces)
    },
  }
}
