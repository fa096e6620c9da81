import { z } from 'zod'
import { ORDER_DOCUMENT_KINDS } from '../lifecycles/order'
import type { PostalAddress } from './address'
import { currencySchema, idSchema, minorUnitsSchema, momentSchema } from './common'

/** An invoice or a credit note, to be downloaded. */
export const orderDocumentViewSchema = z.object({
  id: idSchema,
  kind: z.enum(ORDER_DOCUMENT_KINDS),
  number: z.string(),
  totalMinor: minorUnitsSchema,
  currency: currencySchema,
  issuedAt: momentSchema,
})
export type OrderDocumentView = z.infer<typeof orderDocumentViewSchema>

/** What a packing slip is of: one parcel, or without it everything that is still to be sent. */
export const packingSlipQuerySchema = z.object({ shipment: idSchema.optional() })

/** Amounts include the tax; what they are of one rate, with the tax inside. */
export interface TaxShare {
  rateBps: number
  grossMinor: number
  taxMinor: number
}

/** Everything that is printed on an invoice or a credit note, frozen when it is issued. */
export interface DocumentContent {
  language: 'en' | 'de'
  seller: { name: string; legalName: string; address: PostalAddress | null; vatId: string }
  buyer: PostalAddress
  orderNumber: string
  /** ISO 8601; also when it was paid. */
  placedAt: string
  /** Of a credit note: what it takes back from. */
  invoiceNumber: string | null
  /** Full prices; what was taken off them is an extra of its own. Of a credit note, what went back. */
  lines: { title: string; note: string; quantity: number; unitPriceMinor: number | null; taxRateBps: number; amountMinor: number }[]
  /** `other` is an amount that is for nothing in particular. */
  extras: { kind: 'shipping' | 'discount' | 'other'; label: string; amountMinor: number }[]
  taxes: TaxShare[]
  totalMinor: number
  currency: string
}
