import { z } from 'zod'
import { SHOP_ROLES } from '../lifecycles/shop'
import { USER_ROLES, USER_STATUSES } from '../lifecycles/user'
import { PASSWORD_MAX, PASSWORD_MIN } from '../password-rules'
import { cursorSchema, idSchema, lineSchema, momentSchema, pageOf, pictureSchema, slugSchema, textSchema } from './common'

/** The longest address that mail can carry (RFC 5321). */
const EMAIL_MAX = 254

export const emailSchema = textSchema.max(EMAIL_MAX).pipe(z.email())
/** Its length; what else is refused, `shared/password-rules.ts` tells. */
export const newPasswordSchema = z.string().min(PASSWORD_MIN).max(PASSWORD_MAX)
export const personNameSchema = lineSchema.min(1).max(120)
/** Six digits; people may type the space that their app shows. */
export const oneTimeCodeSchema = z
  .string()
  .transform((code) => code.replace(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/))

/** Ten letters and digits, however they are typed: with the hyphen or without, `O` for zero, `I` or `L` for one. */
export const recoveryCodeSchema = z
  .string()
  .max(40)
  .transform((code) => code.toLowerCase().replace(/[\s-]/g, '').replace(/o/g, '0').replace(/[il]/g, '1'))
  .pipe(z.string().regex(/^[0-9a-hjkmnp-tv-z]{10}$/))

/** Signs in. `code` is asked for by `accounts.code_required` when the account has a second factor. */
export const signInSchema = z.strictObject({
  email: emailSchema,
  password: z.string().min(1).max(PASSWORD_MAX),
  code: oneTimeCodeSchema.optional(),
  /** Stands in for `code` when the phone is lost. */
  recoveryCode: recoveryCodeSchema.optional(),
  persistent: z.boolean().default(false),
})
export type SignIn = z.infer<typeof signInSchema>

/** What the pages of somebody signed in want to know besides who they are. */
export const ownSettingsSchema = z.object({
  avatar: pictureSchema.nullable(),
  /** Null follows the device. */
  timeZone: z.string().nullable(),
  /** When the account will be erased, as its owner asked; null unless they did. */
  erasureDueAt: momentSchema.nullable(),
})
export type OwnSettings = z.infer<typeof ownSettingsSchema>

/** The signed-in person, for themself only. */
export const ownUserSchema = ownSettingsSchema.extend({
  id: idSchema,
  name: z.string(),
  email: z.string(),
  emailVerified: z.boolean(),
  /** What this session may do: a moderator or admin who has not shown a second factor is a member. */
  role: z.enum(USER_ROLES),
  /** The account has a role that opens only with a second factor, which is yet to be set up. */
  twoFactorDue: z.boolean(),
})
export type OwnUser = z.infer<typeof ownUserSchema>

/** A shop the signed-in person acts for. */
export const ownShopSchema = z.object({
  id: idSchema,
  slug: slugSchema,
  name: z.string(),
  role: z.enum(SHOP_ROLES),
})
export type OwnShop = z.infer<typeof ownShopSchema>

/** Who is at the browser; `user` is null for a visitor. */
export const sessionViewSchema = z.object({
  user: ownUserSchema.nullable(),
  shops: z.array(ownShopSchema),
  /** Pieces in the cart. */
  cartCount: z.number().int(),
  /** Unread news. */
  newsCount: z.number().int(),
  /** Conversations with something unread: one's own, those of each shop one acts for, by its id, and those with the marketplace, for who answers there. */
  unread: z.object({ own: z.number().int(), shops: z.record(idSchema, z.number().int()), support: z.number().int() }),
})
export type SessionView = z.infer<typeof sessionViewSchema>

/** A secret to put into an authenticator app; nothing is stored until a code proves that it arrived. */
export const twoFactorOfferSchema = z.object({
  /** Base32. */
  secret: z.string(),
  /** An `otpauth://` link that opens the app. */
  link: z.string(),
})
export type TwoFactorOffer = z.infer<typeof twoFactorOfferSchema>

/** Sets up the second factor, and replaces the password the account was handed over with. */
export const confirmTwoFactorSchema = z.strictObject({
  code: oneTimeCodeSchema,
  newPassword: newPasswordSchema,
})
export type ConfirmTwoFactor = z.infer<typeof confirmTwoFactorSchema>

/** A user as a moderator or admin sees them in a list. */
export const userListItemSchema = z.object({
  id: idSchema,
  name: z.string(),
  email: z.string(),
  role: z.enum(USER_ROLES),
  status: z.enum(USER_STATUSES),
  twoFactorSetUp: z.boolean(),
  createdAt: momentSchema,
})
export type UserListItem = z.infer<typeof userListItemSchema>

export const userListQuerySchema = z.object({
  /** Part of a name or an address. */
  q: textSchema.max(120).optional(),
  role: z.enum(USER_ROLES).optional(),
  cursor: cursorSchema.optional(),
})
export type UserListQuery = z.infer<typeof userListQuerySchema>
export const userListSchema = pageOf(userListItemSchema)

export const userDetailSchema = userListItemSchema.extend({
  emailVerifiedAt: momentSchema.nullable(),
  /** Signed-in browsers at this moment. */
  sessionCount: z.number().int(),
  shops: z.array(ownShopSchema),
})
export type UserDetail = z.infer<typeof userDetailSchema>

/** Why somebody is treated differently from now on; it is kept in the audit. */
const reasonSchema = textSchema.min(3).max(500)

export const userStatusChangeSchema = z.strictObject({ status: z.enum(USER_STATUSES).exclude(['erased']), reason: reasonSchema })
export type UserStatusChange = z.infer<typeof userStatusChangeSchema>

export const userRoleChangeSchema = z.strictObject({ role: z.enum(USER_ROLES), reason: reasonSchema })
export type UserRoleChange = z.infer<typeof userRoleChangeSchema>

/** Its id: the SHA-256 of a token. */
export const sessionIdSchema = z.string().regex(/^[0-9a-f]{64}$/)

/** A browser in which one is signed in. */
export const ownSessionSchema = z.object({
  id: sessionIdSchema,
  createdAt: momentSchema,
  userAgent: z.string().nullable(),
  /** Where it signed in from. */
  address: z.string().nullable(),
  /** To the minute or so. */
  lastSeenAt: momentSchema,
  /** The one that asks. */
  current: z.boolean(),
})
export type OwnSession = z.infer<typeof ownSessionSchema>
export const ownSessionListSchema = z.object({ items: z.array(ownSessionSchema) })
