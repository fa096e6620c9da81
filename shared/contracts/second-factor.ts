import { z } from 'zod'
import { PASSWORD_MAX } from '../password-rules'
import { idSchema, momentSchema } from './common'
import { oneTimeCodeSchema, recoveryCodeSchema, sessionViewSchema } from './accounts'

export const ownPasswordSchema = z.string().min(1).max(PASSWORD_MAX)

/** Shows once more who it is: by the password or by a code from the authenticator app. */
export const identityProofSchema = z
  .strictObject({ password: ownPasswordSchema.optional(), code: oneTimeCodeSchema.optional() })
  .refine(({ password, code }) => (password === undefined) !== (code === undefined), { path: ['password'] })
export type IdentityProof = z.infer<typeof identityProofSchema>

/** Turns two-factor sign-in on: the code proves that the app has the secret. */
export const turnOnTwoFactorSchema = z.strictObject({ password: ownPasswordSchema, code: oneTimeCodeSchema })
export type TurnOnTwoFactor = z.infer<typeof turnOnTwoFactorSchema>

/** Turns it off, which asks for both factors; a recovery code stands in for a lost phone. */
export const turnOffTwoFactorSchema = z
  .strictObject({ password: ownPasswordSchema, code: oneTimeCodeSchema.optional(), recoveryCode: recoveryCodeSchema.optional() })
  .refine(({ code, recoveryCode }) => (code === undefined) !== (recoveryCode === undefined), { path: ['code'] })
export type TurnOffTwoFactor = z.infer<typeof turnOffTwoFactorSchema>

/** Shows that it is the owner: by the password and, where there is one, by the second factor; a recovery code stands in. */
export const ownerProofSchema = z.strictObject({
  password: ownPasswordSchema,
  code: oneTimeCodeSchema.optional(),
  recoveryCode: recoveryCodeSchema.optional(),
})
export type OwnerProof = z.infer<typeof ownerProofSchema>

/** Ten codes, each of which stands in for the app once. Nobody can show them again. */
export const recoveryCodesSchema = z.object({ recoveryCodes: z.array(z.string()) })
export type RecoveryCodes = z.infer<typeof recoveryCodesSchema>

/** What comes of setting up the second factor: a new session and the recovery codes. */
export const twoFactorSetUpSchema = recoveryCodesSchema.extend({ session: sessionViewSchema })
export type TwoFactorSetUp = z.infer<typeof twoFactorSetUpSchema>

export const ownPasskeySchema = z.object({
  /** Base64url, as the authenticator gave it. */
  id: z.string(),
  name: z.string(),
  createdAt: momentSchema,
  lastUsedAt: momentSchema.nullable(),
  /** Whether it is copied to the person's other devices. */
  backedUp: z.boolean(),
})
export type OwnPasskey = z.infer<typeof ownPasskeySchema>

/** How one's account is secured. */
export const securityViewSchema = z.object({
  userId: idSchema,
  twoFactor: z.object({
    isOn: z.boolean(),
    /** The account's role does not open without it. */
    isObligatory: z.boolean(),
    recoveryCodesLeft: z.number().int(),
  }),
  passkeys: z.array(ownPasskeySchema),
})
export type SecurityView = z.infer<typeof securityViewSchema>
