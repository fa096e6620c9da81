import sharp from 'sharp'
import { storePicture, type NewPicture, type StoredFile } from '#server/domains/files'
import { systemActor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'

/** Sharp enough for a gallery on a phone or a desk; drawing larger ones would keep the first start waiting. */
const WIDTH = 960

/** Turns a drawing into pixels and keeps it as an uploaded picture would be. */
export async function storeDrawing(ctx: Context, svg: string, options: Omit<NewPicture, 'bytes'>, width = WIDTH): Promise<StoredFile> {
  const [, drawnWidth] = /<svg[^>]*\swidth="(\d+)"/.exec(svg) ?? /viewBox="0 0 (\d+)/.exec(svg)!
  const density = (72 * width) / Number(drawnWidth)
  const bytes = await sharp(Buffer.from(svg), { density }).removeAlpha().png({ compressionLevel: 1 }).toBuffer()
  return storePicture(ctx, systemActor, { bytes, ...options })
}
