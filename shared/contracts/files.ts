import { z } from 'zod'
import { pictureSchema } from './common'

const renditionSchema = z.object({ url: z.string(), width: z.number().int() })

/** A picture in a gallery: `renditions` are WebP, `avif` the same in AVIF where it has been made; both from small to large. */
export const galleryPictureSchema = pictureSchema.extend({
  /** Pixels of the original, for its shape. */
  width: z.number().int(),
  height: z.number().int(),
  avif: z.array(renditionSchema),
})
export type GalleryPicture = z.infer<typeof galleryPictureSchema>
