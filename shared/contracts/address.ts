import { z } from 'zod'

/** Two capital letters, ISO 3166-1. */
export const countryCodeSchema = z.string().regex(/^[A-Z]{2}$/)

const line = (max: number) => z.string().trim().min(1).max(max)

/** Where a parcel or an invoice goes. */
export const postalAddressSchema = z.strictObject({
  name: line(120),
  company: z.string().trim().max(120).optional(),
  street: line(200),
  extra: z.string().trim().max(200).optional(),
  postalCode: line(20),
  city: line(100),
  region: z.string().trim().max(100).optional(),
  country: countryCodeSchema,
  phone: z.string().trim().max(40).optional(),
})
export type PostalAddress = z.infer<typeof postalAddressSchema>
