import { z } from 'zod'
import { ROOM_NOTICES, ROOM_ROLES, ROOM_VISIBILITIES } from '../lifecycles/chat'
import { cursorSchema, idSchema, lineSchema, momentSchema, pageOf, textSchema } from './common'

export const ROOM_NAME_MAX = 60
const ROOM_TOPIC_MAX = 300

/** A room is a conversation, and has the id of it. */
export const makeRoomSchema = z.strictObject({
  name: lineSchema.trim().min(2).max(ROOM_NAME_MAX),
  topic: textSchema.trim().max(ROOM_TOPIC_MAX).default(''),
  visibility: z.enum(ROOM_VISIBILITIES),
})
export type MakeRoom = z.input<typeof makeRoomSchema>

/** What is left out stays. */
export const changeRoomSchema = z
  .strictObject({
    name: lineSchema.trim().min(2).max(ROOM_NAME_MAX),
    topic: textSchema.trim().max(ROOM_TOPIC_MAX),
    visibility: z.enum(ROOM_VISIBILITIES),
  })
  .partial()
  .refine((changes) => Object.keys(changes).length > 0)
export type ChangeRoom = z.infer<typeof changeRoomSchema>

export const roomSchema = z.object({
  id: idSchema,
  name: z.string(),
  topic: z.string(),
  visibility: z.enum(ROOM_VISIBILITIES),
  members: z.number().int(),
  /** As what one is in it; null who is not. */
  role: z.enum(ROOM_ROLES).nullable(),
  /** Nobody can write there any more. */
  closed: z.boolean(),
})
export type RoomView = z.infer<typeof roomSchema>

export const roomQuerySchema = z.object({ q: z.string().trim().max(100).optional(), cursor: cursorSchema.optional() })
export type RoomQuery = z.infer<typeof roomQuerySchema>
/** By name. */
export const roomPageSchema = pageOf(roomSchema)

const roomPersonSchema = z.object({
  userId: idSchema,
  /** Null where the account is gone. */
  name: z.string().nullable(),
})
export const roomMemberSchema = roomPersonSchema.extend({
  role: z.enum(ROOM_ROLES),
  since: momentSchema,
  isYou: z.boolean(),
  /** Whether whoever asks may send them out. */
  removable: z.boolean(),
})
export type RoomMember = z.infer<typeof roomMemberSchema>
/** The owner, the moderators, then the others, the longest there first. */
export const roomMembersSchema = z.object({ items: z.array(roomMemberSchema) })
export type RoomMembers = z.infer<typeof roomMembersSchema>

/** What one wants to be told of the room. */
export const roomMembershipChangeSchema = z.strictObject({ notices: z.enum(ROOM_NOTICES) })
export type RoomMembershipChange = z.infer<typeof roomMembershipChangeSchema>

/** The latest first. */
export const roomBansSchema = z.object({
  items: z.array(
    roomPersonSchema.extend({
      since: momentSchema,
      /** Whether whoever asks may let them come back: what the owner has said only the owner takes back. */
      liftable: z.boolean(),
    }),
  ),
})
export type RoomBans = z.infer<typeof roomBansSchema>

/** Whoever is made the owner gets the room handed on; the one before is a moderator then. */
export const roomRoleChangeSchema = z.strictObject({ role: z.enum(ROOM_ROLES) })
export type RoomRoleChange = z.infer<typeof roomRoleChangeSchema>

export const roomInvitationTokenSchema = z.string().regex(/^[\w-]{43}$/)
export const roomInvitationSchema = z.object({ token: roomInvitationTokenSchema, expiresAt: momentSchema })
export type RoomInvitation = z.infer<typeof roomInvitationSchema>
/** The link by which one joins, where there is one. */
export const roomInvitationStateSchema = z.object({ invitation: roomInvitationSchema.nullable() })
export type RoomInvitationState = z.infer<typeof roomInvitationStateSchema>
