import sharp, { type Sharp } from 'sharp'
import { pictureBroken, pictureTooLarge, pictureUnsupported } from './files-errors'
import { holdsMarkup, pictureKind } from './picture-kind'

export const PICTURE_LIMITS = { maxBytes: 20 * 1024 * 1024, maxPixels: 40_000_000 }

/** The widths a picture is shown in; one that is smaller than a width is not blown up. */
const WEBP_WIDTHS = [320, 640, 960, 1280] as const
const AVIF_WIDTHS = [640, 1280] as const
/** Made at once, so that a new picture can be shown; the others follow by a job. */
const FIRST_WIDTH = 640
const SOURCE_WIDTH = 2560
const PLACEHOLDER_WIDTH = 16

/** The encoders take one core at a time, and leave the others to those who wait for a page. */
sharp.concurrency(1)

export type RenditionType = 'image/webp' | 'image/avif'
/** A size that a picture is to be made in. */
export interface WantedRendition {
  width: number
  type: RenditionType
}

/** The source that every size is made from: turned upright, freed of what the camera wrote into it, in bounds. */
export async function readPicture(bytes: Uint8Array): Promise<{ source: Buffer; width: number; height: number; placeholder: string }> {
  if (bytes.byteLength > PICTURE_LIMITS.maxBytes) throw pictureTooLarge(PICTURE_LIMITS)
  if (!pictureKind(bytes) || holdsMarkup(bytes)) throw pictureUnsupported()

  const { width, height, pages = 1 } = await decode(() => open(bytes).metadata())
  // Of a film the first frame is kept, but nobody sends thousands.
  if (width * height * pages > PICTURE_LIMITS.maxPixels) throw pictureTooLarge(PICTURE_LIMITS)

  const upright = open(bytes).autoOrient().resize({ width: SOURCE_WIDTH, height: SOURCE_WIDTH, fit: 'inside', withoutEnlargement: true })
  const { data, info } = await decode(() => upright.webp({ quality: 90, effort: 2 }).toBuffer({ resolveWithObject: true }))
  const tiny = await open(data).resize({ width: PLACEHOLDER_WIDTH }).webp({ quality: 30 }).toBuffer()

  return {
    source: data,
    width: info.width,
    height: info.height,
    placeholder: `data:image/webp;base64,${tiny.toString('base64')}`,
  }
}

/** Every size of a picture that is `width` pixels wide. */
export function wantedRenditions(width: number): WantedRendition[] {
  const sizes = (widths: readonly number[]) => [...new Set(widths.map((wanted) => Math.min(wanted, width)))]
  return [
    ...sizes(WEBP_WIDTHS).map((wanted) => ({ width: wanted, type: 'image/webp' as const })),
    ...sizes(AVIF_WIDTHS).map((wanted) => ({ width: wanted, type: 'image/avif' as const })),
  ]
}

export const firstRendition = (width: number): WantedRendition => ({ width: Math.min(FIRST_WIDTH, width), type: 'image/webp' })

export async function makeRendition(source: Uint8Array, { width, type }: WantedRendition): Promise<{ body: Buffer; height: number }> {
  const resized = open(source).resize({ width, withoutEnlargement: true })
  const encoded = type === 'image/avif' ? resized.avif({ quality: 52, effort: 2 }) : resized.webp({ quality: 78, effort: 4 })
  const { data, info } = await encoded.toBuffer({ resolveWithObject: true })
  return { body: data, height: info.height }
}

const open = (bytes: Uint8Array): Sharp => sharp(bytes, { limitInputPixels: PICTURE_LIMITS.maxPixels, failOn: 'error', pages: 1 })

async function decode<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Error && /pixel limit/.test(error.message)) throw pictureTooLarge(PICTURE_LIMITS)
    throw Object.assign(pictureBroken(), { cause: error })
  }
}
