import { z } from 'zod'
import { DISPUTE_REASONS, DISPUTE_STATUSES } from '../lifecycles/dispute'
import { currencySchema, cursorSchema, idSchema, minorUnitsSchema, momentSchema, pageOf, textSchema } from './common'

export const DISPUTE_NOTE_MAX = 4000
export const DISPUTE_NOTES_MAX = 20

/** What a buyer's bank takes back of one order, as its shop sees it. */
export const disputeViewSchema = z.object({
  id: idSchema,
  status: z.enum(DISPUTE_STATUSES),
  amountMinor: minorUnitsSchema,
  /** What of it is held of the shop, or was. */
  heldMinor: minorUnitsSchema,
  reason: z.enum(DISPUTE_REASONS),
  openedAt: momentSchema,
  /** Until when the bank takes what speaks for the shop. */
  respondBy: momentSchema.nullable(),
  closedAt: momentSchema.nullable(),
  /** What the shop said for itself, in order. */
  notes: z.array(z.object({ id: idSchema, text: z.string(), at: momentSchema })),
})
export type DisputeView = z.infer<typeof disputeViewSchema>

/** The same for an admin, who answers the bank on the provider's pages. */
export const adminDisputeViewSchema = disputeViewSchema.extend({ address: z.url().nullable() })
export type AdminDisputeView = z.infer<typeof adminDisputeViewSchema>

export const disputeNoteSchema = z.strictObject({ text: textSchema.min(1).max(DISPUTE_NOTE_MAX) })
export type DisputeNote = z.infer<typeof disputeNoteSchema>

/** A whole dispute in the admins' list. */
export const adminDisputeSchema = z.object({
  id: idSchema,
  status: z.enum(DISPUTE_STATUSES),
  amountMinor: minorUnitsSchema,
  currency: currencySchema,
  reason: z.enum(DISPUTE_REASONS),
  openedAt: momentSchema,
  respondBy: momentSchema.nullable(),
  closedAt: momentSchema.nullable(),
  /** The provider's page of it; null where it has none. */
  address: z.url().nullable(),
  /** The provider only plays, so that whoever tries the marketplace out decides as the bank would. */
  isPlayed: z.boolean(),
  groupNumber: z.string(),
  shops: z.array(z.string()),
  noteCount: z.number().int(),
})
export type AdminDispute = z.infer<typeof adminDisputeSchema>

export const adminDisputeQuerySchema = z.object({ status: z.enum(DISPUTE_STATUSES).default('open'), cursor: cursorSchema.optional() })
export type AdminDisputeQuery = z.infer<typeof adminDisputeQuerySchema>
export const adminDisputeListSchema = pageOf(adminDisputeSchema).extend({ openCount: z.number().int() })
export type AdminDisputeList = z.infer<typeof adminDisputeListSchema>

/** As whom the bank of a dispute that is only played decides. */
export const decideDisputeSchema = z.strictObject({ outcome: z.enum(['won', 'lost']) })
export type DecideDispute = z.infer<typeof decideDisputeSchema>
