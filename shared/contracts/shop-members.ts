import { z } from 'zod'
import { SHOP_ROLES } from '../lifecycles/shop'
import { emailSchema } from './accounts'
import { idSchema, momentSchema, pictureSchema } from './common'

/** Somebody who acts for a shop, as the other members see them. */
export const shopMemberSchema = z.object({
  userId: idSchema,
  name: z.string(),
  /** For owners; null for everybody else. */
  email: z.string().nullable(),
  avatar: pictureSchema.nullable(),
  role: z.enum(SHOP_ROLES),
  since: momentSchema,
  /** The one that asks. */
  isYou: z.boolean(),
})
export type ShopMember = z.infer<typeof shopMemberSchema>

export const shopInvitationSchema = z.object({
  id: idSchema,
  email: z.string(),
  role: z.enum(SHOP_ROLES),
  createdAt: momentSchema,
  expiresAt: momentSchema,
})
export type ShopInvitation = z.infer<typeof shopInvitationSchema>

/** Who acts for a shop; owners first. `invitations` that wait for an answer are for owners, others see none. */
export const shopMembersSchema = z.object({ members: z.array(shopMemberSchema), invitations: z.array(shopInvitationSchema) })
export type ShopMembers = z.infer<typeof shopMembersSchema>

/** An owner is made of a member, never by mail. */
export const INVITED_ROLES = SHOP_ROLES.filter((role) => role !== 'owner')

export const inviteMemberSchema = z.strictObject({ email: emailSchema, role: z.enum(INVITED_ROLES) })
export type InviteMember = z.infer<typeof inviteMemberSchema>

export const memberRoleChangeSchema = z.strictObject({ role: z.enum(SHOP_ROLES) })

/** What the link of an invitation carries: 256 bits, base64url. */
export const invitationTokenSchema = z.string().regex(/^[\w-]{43}$/)

/** What somebody is invited to. */
export const invitationViewSchema = z.object({ shopName: z.string(), shopSlug: z.string(), role: z.enum(SHOP_ROLES) })
export type InvitationView = z.infer<typeof invitationViewSchema>
