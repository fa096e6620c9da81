import { z } from 'zod'
import { idSchema, pictureSchema } from './common'

export const PICTURE_MAX_BYTES = 20 * 1024 * 1024
export const PICTURE_TYPES = ['image/jpeg', 'image/png', 'image/webp', 'image/avif'] as const
/** The most a product shows. */
export const PICTURES_A_PRODUCT = 20
/** The most that a shop may have sent without showing them with a product. */
export const UNUSED_PICTURES_A_SHOP = 500
/** Counts every way in which a person sends pictures. */
export const PICTURE_LIMIT = { name: 'pictures', max: 600, windowSeconds: 60 * 60, by: 'actor' } as const

/** A picture that was taken in; a product shows it once it is saved with this id. */
export const storedPictureSchema = z.object({ fileId: idSchema, picture: pictureSchema })
export type StoredPicture = z.infer<typeof storedPictureSchema>

/** A picture of a product while its seller works on it. */
export interface EditedPicture extends StoredPicture {
  alt: string
}

/** What a browser wants to send; it may then send exactly that. */
export const newDirectUploadSchema = z.strictObject({
  contentType: z.enum(PICTURE_TYPES),
  sizeBytes: z.number().int().min(1).max(PICTURE_MAX_BYTES),
})
export type NewDirectUpload = z.infer<typeof newDirectUploadSchema>

/** `url` takes one PUT with this content type. */
const directUploadSchema = z.object({ id: idSchema, url: z.string() })
export type DirectUpload = z.infer<typeof directUploadSchema>
export const directUploadAnswerSchema = z.object({ upload: directUploadSchema.nullable() })
export type DirectUploadAnswer = z.infer<typeof directUploadAnswerSchema>
