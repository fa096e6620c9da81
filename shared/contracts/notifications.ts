import { z } from 'zod'
import { NOTIFICATION_KINDS } from '../lifecycles/privacy'

/** Whether a kind of mail comes. */
export const notificationChangeSchema = z.strictObject({ kind: z.enum(NOTIFICATION_KINDS), byMail: z.boolean() })
export type NotificationChange = z.infer<typeof notificationChangeSchema>

export const notificationChoicesSchema = z.object({ items: z.array(z.object(notificationChangeSchema.shape)) })
export type NotificationChoices = z.infer<typeof notificationChoicesSchema>
