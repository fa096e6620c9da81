import { z } from 'zod'
import { postalAddressSchema } from './address'
import { idSchema } from './common'

export const SAVED_ADDRESSES_MOST = 20

/** An address that someone has kept for their next order. */
export const savedAddressSchema = z.object({
  id: idSchema,
  address: postalAddressSchema,
  /** The one that a checkout begins with. */
  isDefault: z.boolean(),
})
export type SavedAddress = z.infer<typeof savedAddressSchema>

/** The default first, then the newest. */
export const savedAddressListSchema = z.object({ items: z.array(savedAddressSchema) })
export type SavedAddressList = z.infer<typeof savedAddressListSchema>

export const newSavedAddressSchema = z.strictObject({
  address: postalAddressSchema,
  /** The first one is the default anyway. */
  isDefault: z.boolean().default(false),
})
export type NewSavedAddress = z.infer<typeof newSavedAddressSchema>

export const savedAddressChangeSchema = z.strictObject({ address: postalAddressSchema })
export type SavedAddressChange = z.infer<typeof savedAddressChangeSchema>
