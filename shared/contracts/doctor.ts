import { z } from 'zod'
import { momentSchema, textSchema } from './common'

/** One thing that must hold of the marketplace, and what a look at it found. */
const doctorFindingSchema = z.object({
  invariant: z.string(),
  ok: z.boolean(),
  /** How many rows break it. */
  rows: z.number().int(),
  examples: z.array(
    z.object({
      /** The order group that it is about, where it is about one. */
      groupNumber: z.string().nullable(),
      facts: z.array(z.object({ name: z.string(), value: z.string() })),
    }),
  ),
  /** It can be made anew out of what is true beside it. */
  canRepair: z.boolean(),
})
export type DoctorFinding = z.infer<typeof doctorFindingSchema>

export const doctorViewSchema = z.object({
  /** Since when somebody looks; null while nobody does. */
  runningSince: momentSchema.nullable(),
  /** The latest look that came to an end; null before the first. */
  latest: z.object({ at: momentSchema, findings: z.array(doctorFindingSchema) }).nullable(),
})
export type DoctorView = z.infer<typeof doctorViewSchema>

export const repairSchema = z.strictObject({ invariant: z.string().min(1).max(200), reason: textSchema.min(3).max(500) })
export type Repair = z.infer<typeof repairSchema>
export const repairedSchema = z.object({ repaired: z.number().int() })

/** The key of an invariant's text in other languages. */
export const keyOfInvariant = (invariant: string): string =>
  invariant
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '')
