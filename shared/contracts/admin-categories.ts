import { z } from 'zod'
import { ATTRIBUTE_KINDS } from '../category-attributes'
import { idSchema, pictureSchema, slugSchema, textSchema } from './common'

const text = (max: number) => textSchema.max(max)

/** What the products of a category are asked for. Its key is its own for good; choices have none twice. */
export const categoryAttributeSchema = z
  .strictObject({
    key: z
      .string()
      .regex(/^[a-z][a-z0-9_]*$/)
      .max(40),
    name: text(60).min(1),
    kind: z.enum(ATTRIBUTE_KINDS),
    unit: text(12).optional(),
    choices: z.array(text(60).min(1)).max(200).optional(),
    required: z.boolean(),
    filter: z.boolean(),
  })
  .superRefine(({ kind, choices = [] }, { addIssue }) => {
    if (kind === 'choice' && choices.length === 0) addIssue({ code: 'custom', path: ['choices'], message: 'There is nothing to choose.' })
    if (new Set(choices).size < choices.length) addIssue({ code: 'custom', path: ['choices'], message: 'A choice is listed twice.' })
  })

/** All attributes of a category, in order. */
export const categoryAttributesSchema = z.strictObject({
  attributes: z
    .array(categoryAttributeSchema)
    .max(40)
    .refine((list) => new Set(list.map(({ key }) => key)).size === list.length, 'Two attributes have one key.'),
  /** Choices that products have may go only with this said. */
  dropUsedChoices: z.boolean().default(false),
})
export type CategoryAttributesInput = z.input<typeof categoryAttributesSchema>

export const categoryDetailsSchema = z.strictObject({
  name: text(80).min(1),
  slug: slugSchema.min(1),
  description: text(2000),
  imageFileId: idSchema.nullable(),
  seoTitle: text(70),
  seoDescription: text(170),
})
export type CategoryDetails = z.infer<typeof categoryDetailsSchema>

/** A new place: below a parent or at the top, and how many of its new siblings stand before it. */
export const moveCategorySchema = z.strictObject({ parentId: idSchema.nullable(), position: z.number().int().min(0) })
export type MoveCategory = z.infer<typeof moveCategorySchema>

export const mergeCategorySchema = z.strictObject({ intoId: idSchema })

/** A new category, at the end of its siblings. */
export const newCategorySchema = z.strictObject({ parentId: idSchema.nullable(), name: text(80).min(1) })

/** A category as an admin sees it. */
const adminCategorySchema = z.object({
  ...categoryDetailsSchema.shape,
  id: idSchema,
  parentId: idSchema.nullable(),
  path: z.string(),
  picture: pictureSchema.nullable(),
  attributes: z.array(categoryAttributeSchema),
  /** In the category itself, in every state. */
  productCount: z.number().int(),
})
export type AdminCategory = z.infer<typeof adminCategorySchema>

/** The whole tree: siblings in order, parents before what is below them. */
export const adminCategoriesSchema = z.object({ items: z.array(adminCategorySchema) })
export type AdminCategories = z.infer<typeof adminCategoriesSchema>
