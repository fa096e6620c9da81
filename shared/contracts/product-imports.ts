import { z } from 'zod'
import { cursorSchema, idSchema, momentSchema, pageOf, textSchema } from './common'
import { IMPORT_FIELDS } from '../import-fields'
import { IMPORT_PROBLEMS, type ImportProblemCode } from '../import-problems'
import { IMPORT_ACTIONS, IMPORT_FORMATS, IMPORT_ITEM_STATES, IMPORT_STATUSES } from '../lifecycles/product-import'

export const IMPORT_FILE_BYTES = 60 * 1024 * 1024

/** Pictures that a file names come in one zip of at most so many bytes. */
export const IMPORT_ZIP_BYTES = 200 * 1024 * 1024

/** The file itself is the body. */
export const startImportQuerySchema = z.object({ fileName: textSchema.min(1).max(200).default('products.csv') })

/** The file's column for each field; a field without one stays as it is in the shop. */
export const importMappingSchema = z.strictObject({ mapping: z.partialRecord(z.enum(IMPORT_FIELDS), z.string().max(300)) })
export type ImportMappingInput = z.infer<typeof importMappingSchema>

export const importViewSchema = z.object({
  id: idSchema,
  fileName: z.string(),
  format: z.enum(IMPORT_FORMATS),
  encoding: z.string(),
  status: z.enum(IMPORT_STATUSES),
  /** Why it failed, in English; empty otherwise. */
  problem: z.string(),
  rowsRead: z.number().int(),
  /** Products that have been applied or undone, of how many. */
  itemsDone: z.number().int(),
  itemsToDo: z.number().int(),
  createdAt: momentSchema,
  appliedAt: momentSchema.nullable(),
  undoneAt: momentSchema.nullable(),
  counts: z.object({
    created: z.number().int(),
    variantsCreated: z.number().int(),
    changed: z.number().int(),
    unchanged: z.number().int(),
    refused: z.number().int(),
    conflicts: z.number().int(),
    /** Of products that have been applied. */
    picturesToCome: z.number().int(),
    picturesFailed: z.number().int(),
  }),
})
export type ImportView = z.infer<typeof importViewSchema>

/** With what is needed to match the columns. */
export const importDetailsSchema = importViewSchema.extend({
  header: z.array(z.string()),
  mapping: z.partialRecord(z.enum(IMPORT_FIELDS), z.string()),
})
export type ImportDetails = z.infer<typeof importDetailsSchema>

/** The latest imports of a shop, at most 50. */
export const importListSchema = z.object({ items: z.array(importViewSchema) })
export type ImportList = z.infer<typeof importListSchema>

export const importItemSchema = z.object({
  position: z.number().int(),
  line: z.number().int(),
  handle: z.string(),
  title: z.string(),
  action: z.enum(IMPORT_ACTIONS),
  state: z.enum(IMPORT_ITEM_STATES),
  variantCount: z.number().int(),
  changes: z.array(z.object({ field: z.string(), from: z.unknown(), to: z.unknown() })),
  problems: z.array(
    z.object({
      line: z.number().int(),
      column: z.string(),
      code: z.enum(Object.keys(IMPORT_PROBLEMS) as [ImportProblemCode, ...ImportProblemCode[]]),
      value: z.string(),
      /** The same as a sentence in English. */
      text: z.string(),
    }),
  ),
})
export type ImportItem = z.infer<typeof importItemSchema>

export const importItemPageSchema = pageOf(importItemSchema)
export type ImportItemPage = z.infer<typeof importItemPageSchema>

export const importItemQuerySchema = z.object({
  action: z.enum(IMPORT_ACTIONS).optional(),
  cursor: cursorSchema.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})
export type ImportItemQuery = z.infer<typeof importItemQuerySchema>

/** Which files of a zip the import names; of the others at most 100 by name. */
export const importPicturesSchema = z.object({
  matched: z.number().int(),
  unused: z.array(z.string()),
  unusedCount: z.number().int(),
  missing: z.array(z.string()),
  missingCount: z.number().int(),
})
export type ImportPictures = z.infer<typeof importPicturesSchema>
