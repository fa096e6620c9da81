import { z } from 'zod'
import { textSchema } from './common'

/** Two capital letters, ISO 3166-1. */
export const countryCodeSchema = z.string().regex(/^[A-Z]{2}$/)

/** Without line breaks and the like: it is printed on labels and named in mails. */
const optionalLine = (max: number) => textSchema.max(max).regex(/^[^\p{Cc}]*$/u)
const line = (max: number) => optionalLine(max).min(1)

/** Where a parcel or an invoice goes. */
export const postalAddressSchema = z.strictObject({
  name: line(120),
  company: optionalLine(120).optional(),
  street: line(200),
  extra: optionalLine(200).optional(),
  postalCode: line(20),
  city: line(100),
  region: optionalLine(100).optional(),
  country: countryCodeSchema,
  phone: optionalLine(40).optional(),
})
export type PostalAddress = z.infer<typeof postalAddressSchema>

/** The same of somebody who may come for it: then the name and the country will do, and the rest is empty. */
export const deliveryAddressSchema = postalAddressSchema.extend({
  street: optionalLine(200),
  postalCode: optionalLine(20),
  city: optionalLine(100),
})
