import { z } from 'zod'
import { oneTimeCodeSchema, recoveryCodeSchema, signInSchema } from './accounts'
import { idSchema, momentSchema, textSchema } from './common'
import { ownPasswordSchema } from './second-factor'

/** What an API key can be allowed. Nothing opens the site's administration or the ways into the account to a key. */
export const API_SCOPES = [
  'account:read',
  'account:write',
  'cart:read',
  'cart:write',
  'orders:read',
  'orders:write',
  'reviews:write',
  'shop:read',
  'shop:write',
  'shop:refund',
] as const
export type ApiScope = (typeof API_SCOPES)[number]

/** Signs a program in. `code` or `recoveryCode` when the account has a second factor. */
export const newTokensSchema = signInSchema.pick({ email: true, password: true }).extend({
  code: oneTimeCodeSchema.optional(),
  recoveryCode: recoveryCodeSchema.optional(),
})

export const apiTokensSchema = z.object({
  /** For the header `Authorization: Bearer …`. */
  accessToken: z.string(),
  tokenType: z.literal('Bearer'),
  /** Seconds from now. */
  expiresIn: z.number().int().max(900),
  /** Good for one exchange. */
  refreshToken: z.string(),
  /** Seconds from now. */
  refreshExpiresIn: z.number().int(),
})
export type ApiTokens = z.infer<typeof apiTokensSchema>

export const refreshTokensSchema = z.strictObject({ refreshToken: z.string().min(1).max(4000) })

const KEY_DAYS_MAX = 3650

/** Makes an API key; the password or a code shows once more who it is. */
export const newApiKeySchema = z
  .strictObject({
    name: textSchema
      .min(1)
      .max(80)
      .regex(/^[^\p{Cc}]*$/u),
    scopes: z
      .array(z.enum(API_SCOPES))
      .min(1)
      .max(API_SCOPES.length)
      .transform((scopes) => [...new Set(scopes)]),
    /** Null never ends. */
    expiresInDays: z.number().int().min(1).max(KEY_DAYS_MAX).nullable(),
    password: ownPasswordSchema.optional(),
    code: oneTimeCodeSchema.optional(),
  })
  .refine(({ password, code }) => (password === undefined) !== (code === undefined), { path: ['password'] })
export type NewApiKey = z.infer<typeof newApiKeySchema>

export const apiKeySchema = z.object({
  id: idSchema,
  name: z.string(),
  /** Its first letters. */
  prefix: z.string(),
  scopes: z.array(z.enum(API_SCOPES)),
  createdAt: momentSchema,
  lastUsedAt: momentSchema.nullable(),
  expiresAt: momentSchema.nullable(),
})
export type ApiKeyView = z.infer<typeof apiKeySchema>
export const apiKeyListSchema = z.object({ items: z.array(apiKeySchema) })

/** A key that has just been made. Nobody can show it again. */
export const madeApiKeySchema = apiKeySchema.extend({ key: z.string() })
export type MadeApiKey = z.infer<typeof madeApiKeySchema>
