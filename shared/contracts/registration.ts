import { z } from 'zod'
import { PASSWORD_MAX } from '../password-rules'
import { emailSchema, newPasswordSchema, oneTimeCodeSchema, personNameSchema } from './accounts'

/** How long to wait before the mail may be asked for again … */
export const RESEND_SECONDS = 60
/** … and how often it may be. */
export const RESENDS_A_DAY = 5

/** Asks for an account; the form and the body alike. */
export const registerSchema = z.strictObject({
  name: personNameSchema,
  email: emailSchema,
  password: newPasswordSchema,
  /** The language of the mails. */
  locale: z.enum(['en', 'de']).optional(),
})
export type Register = z.infer<typeof registerSchema>

/** The same for every address: whether it has an account is for its owner's mailbox alone. */
export const registrationSchema = z.object({
  email: z.string(),
  /** When the mail may be asked for once more. */
  resendInSeconds: z.number().int(),
})
export type Registration = z.infer<typeof registrationSchema>

/** What a mailed link carries. */
export const linkTokenSchema = z.string().regex(/^[\w-]{43}$/)

/**
 * Proves the address by the code or by the link of the mail. `password` is asked for by `accounts.password_required` when
 * the link is opened in another browser than the one that registered.
 */
export const verifyAddressSchema = z
  .strictObject({
    code: oneTimeCodeSchema.optional(),
    token: linkTokenSchema.optional(),
    password: z.string().min(1).max(PASSWORD_MAX).optional(),
  })
  .refine(({ code, token }) => (code === undefined) !== (token === undefined), { path: ['code'] })
export type VerifyAddress = z.infer<typeof verifyAddressSchema>

export const resentSchema = z.object({ resendInSeconds: z.number().int() })
export type Resent = z.infer<typeof resentSchema>
