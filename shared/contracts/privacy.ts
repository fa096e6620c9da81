import { z } from 'zod'
import { CONSENT_KINDS, DATA_EXPORT_STATUSES, SHOWN_KINDS } from '../lifecycles/privacy'
import { idSchema, momentSchema } from './common'

/** The version of the texts that people agree to; a new text has a new one. */
export const CONSENT_VERSION = '1'

/** The terms are agreed to with the account; the others may be taken back at any time. */
export const CHOSEN_CONSENTS = CONSENT_KINDS.filter((kind) => kind !== 'terms')

export const dataExportSchema = z.object({
  id: idSchema,
  status: z.enum(DATA_EXPORT_STATUSES),
  createdAt: momentSchema,
  /** Until then it can be downloaded. */
  expiresAt: momentSchema.nullable(),
  sizeBytes: z.number().int().nullable(),
})
export type DataExport = z.infer<typeof dataExportSchema>

/** What one can say about one's own data. */
export const privacyViewSchema = z.object({
  /** The newest; null when there has been none. */
  latestExport: dataExportSchema.nullable(),
  /** When the next one may be asked for; null at once. */
  nextExportAt: momentSchema.nullable(),
  /** When the account will be erased; null unless its owner asked. */
  erasureDueAt: momentSchema.nullable(),
  /** To erase the account asks for a code as well. */
  hasTwoFactor: z.boolean(),
  /** What those see whom one writes with. */
  shown: z.array(z.object({ kind: z.enum(SHOWN_KINDS), isShown: z.boolean() })),
  consents: z.array(z.object({ kind: z.enum(CHOSEN_CONSENTS), granted: z.boolean(), since: momentSchema.nullable() })),
})
export type PrivacyView = z.infer<typeof privacyViewSchema>

/** Whether something is shown to those one writes with. */
export const shownChangeSchema = z.strictObject({ kind: z.enum(SHOWN_KINDS), isShown: z.boolean() })
export type ShownChange = z.infer<typeof shownChangeSchema>

export const consentChangeSchema = z.strictObject({ kind: z.enum(CHOSEN_CONSENTS), granted: z.boolean() })
export type ConsentChange = z.infer<typeof consentChangeSchema>

export const exportIdSchema = z.object({ exportId: idSchema })
