import { z } from 'zod'
import { personNameSchema } from './accounts'
import { pictureSchema } from './common'

const LANGUAGE_CODES = ['en', 'de'] as const

/** A name such as `Europe/Berlin`. Browsers and servers know different lists of them, so what counts is that it can be used. */
export const timeZoneSchema = z
  .string()
  .max(60)
  .regex(/^[A-Za-z_]+(?:\/[A-Za-z0-9_+-]+)*$/)
  .refine(isTimeZone)

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone.length > 0
  } catch {
    return false
  }
}

/** One's own profile. */
export const profileSchema = z.object({
  name: z.string(),
  email: z.string(),
  avatar: pictureSchema.nullable(),
  /** Of the mails. */
  locale: z.enum(LANGUAGE_CODES),
  /** Null follows the device. */
  timeZone: z.string().nullable(),
})
export type Profile = z.infer<typeof profileSchema>

/** What is left out stays as it is. */
export const profileChangeSchema = z.strictObject({
  name: personNameSchema.optional(),
  locale: z.enum(LANGUAGE_CODES).optional(),
  timeZone: timeZoneSchema.nullable().optional(),
})
export type ProfileChange = z.infer<typeof profileChangeSchema>

export const AVATAR_MAX_BYTES = 5 * 1024 * 1024
export const AVATAR_TYPES = ['image/jpeg', 'image/png', 'image/webp', 'image/avif'] as const
