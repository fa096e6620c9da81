import { z } from 'zod'
import { textSchema } from './common'

/** Bytes as WebAuthn writes them. */
const bytes = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[\w-]+$/)
/** A credential id: at most 1023 bytes. */
export const passkeyIdSchema = bytes(1400)

export const passkeyNameSchema = textSchema
  .min(1)
  .max(60)
  .regex(/^[^\p{Cc}]*$/u)

const credentialSchema = z.object({ id: z.string(), type: z.literal('public-key'), transports: z.array(z.string()).optional() })
const verificationSchema = z.enum(['discouraged', 'preferred', 'required'])

/** What `navigator.credentials.create` is asked. */
export const passkeyCreationSchema = z.object({
  rp: z.object({ id: z.string().optional(), name: z.string() }),
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  challenge: z.string(),
  pubKeyCredParams: z.array(z.object({ type: z.literal('public-key'), alg: z.number().int() })),
  timeout: z.number().int().optional(),
  excludeCredentials: z.array(credentialSchema).optional(),
  authenticatorSelection: z
    .object({
      residentKey: verificationSchema.optional(),
      requireResidentKey: z.boolean().optional(),
      userVerification: verificationSchema.optional(),
    })
    .optional(),
  attestation: z.enum(['direct', 'enterprise', 'indirect', 'none']).optional(),
})
export type PasskeyCreation = z.infer<typeof passkeyCreationSchema>

/** What `navigator.credentials.get` is asked; which of their keys answers is for the person to choose. */
export const passkeyRequestSchema = z.object({
  challenge: z.string(),
  timeout: z.number().int().optional(),
  rpId: z.string().optional(),
  userVerification: verificationSchema.optional(),
})
export type PasskeyRequest = z.infer<typeof passkeyRequestSchema>

const answerSchema = z.object({ id: passkeyIdSchema, rawId: passkeyIdSchema, type: z.literal('public-key') })

/** Keeps the public half of a new key pair. */
export const addPasskeySchema = z.strictObject({
  name: passkeyNameSchema,
  credential: answerSchema.extend({
    response: z.object({
      clientDataJSON: bytes(4000),
      attestationObject: bytes(40_000),
      transports: z.array(z.string().max(40)).max(10).optional(),
    }),
  }),
})
export type AddPasskey = z.infer<typeof addPasskeySchema>

export const renamePasskeySchema = z.strictObject({ name: passkeyNameSchema })
export type RenamePasskey = z.infer<typeof renamePasskeySchema>

export const passkeySignInSchema = z.strictObject({
  credential: answerSchema.extend({
    response: z.object({
      clientDataJSON: bytes(4000),
      authenticatorData: bytes(4000),
      signature: bytes(2000),
      userHandle: bytes(100).optional(),
    }),
  }),
  persistent: z.boolean().default(false),
})
export type PasskeySignIn = z.infer<typeof passkeySignInSchema>
