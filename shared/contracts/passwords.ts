import { z } from 'zod'
import { PASSWORD_MAX } from '../password-rules'
import { emailSchema, newPasswordSchema } from './accounts'
import { linkTokenSchema } from './registration'

const ownPasswordSchema = z.string().min(1).max(PASSWORD_MAX)

/** Asks for a link by which to choose a new password. The answer is the same for every address. */
export const requestPasswordResetSchema = z.strictObject({ email: emailSchema })
export type RequestPasswordReset = z.infer<typeof requestPasswordResetSchema>

export const resetPasswordSchema = z.strictObject({ token: linkTokenSchema, newPassword: newPasswordSchema })
export type ResetPassword = z.infer<typeof resetPasswordSchema>

export const changePasswordSchema = z.strictObject({ password: ownPasswordSchema, newPassword: newPasswordSchema })
export type ChangePassword = z.infer<typeof changePasswordSchema>

/** Asks for another address; it becomes one's own when the link that goes there is opened. */
export const requestEmailChangeSchema = z.strictObject({ email: emailSchema, password: ownPasswordSchema })
export type RequestEmailChange = z.infer<typeof requestEmailChangeSchema>

export const confirmEmailChangeSchema = z.strictObject({ token: linkTokenSchema })
export type ConfirmEmailChange = z.infer<typeof confirmEmailChangeSchema>

export const emailChangedSchema = z.object({
  email: z.string(),
  /** The link was the one that takes a change back. */
  restored: z.boolean(),
})
export type EmailChanged = z.infer<typeof emailChangedSchema>
