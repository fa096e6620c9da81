import { z } from 'zod'
import { PRODUCT_STATUSES } from '../lifecycles/product'
import { isReduction, NOT_A_REDUCTION, priceFields, productImagesSchema } from './catalog'
import { currencySchema, idSchema, minorUnitsSchema, momentSchema, pictureSchema, slugSchema, textSchema } from './common'
import { isPossible, LINE_QUANTITY_MAX } from '../order-rule'
import { ATTRIBUTE_KINDS } from '../category-attributes'

const text = (max: number) => textSchema.max(max)

/** The longest that search engines show is about 60 and 160 characters. */
export const SEO_TITLE_MAX = 70
export const SEO_DESCRIPTION_MAX = 320
export const VARIANTS_MAX = 100
export const TAGS_MAX = 100
/** Characters of HTML. */
export const DESCRIPTION_MAX = 50_000

const quantitySchema = z.number().int().min(1).max(LINE_QUANTITY_MAX)

const variantInputSchema = z
  .strictObject({
    ...priceFields,
    /** One value for each option, in the options' order. */
    optionValues: z.array(text(60).min(1)).max(3).default([]),
    sku: text(64).min(1),
    weightGrams: z.number().int().min(0).max(1_000_000).default(0),
    imagePosition: z.number().int().min(0).nullable().default(null),
    /** What lies on the shelf. This and the three below stay as they are when they are left out. */
    onHand: z.number().int().min(0).max(1_000_000).optional(),
    /** Untracked stock never runs out: made to order, a download. At first it is tracked. */
    tracked: z.boolean().optional(),
    /** May be sold beyond what is there. At first it may not. */
    backorder: z.boolean().optional(),
    /** From this many on the page says how few are left; at first 3. */
    lowAt: z.number().int().min(0).max(1000).optional(),
  })
  .refine(isReduction, NOT_A_REDUCTION)

/** Without repetitions; `Red` and `red` are one tag. As many as shops bring along that sorted their products by tags elsewhere. */
const tagsSchema = z
  .array(text(80).min(1))
  .max(TAGS_MAX)
  .transform((tags) => [...new Map(tags.map((tag) => [tag.toLowerCase(), tag] as const).reverse()).values()].reverse())

/**
 * Everything a seller says of a product, the same for a new one and for one that is there. What may be left out has the
 * default, but for the address, the pictures and the stock, which then stay as they are. Each combination of option
 * values is at most one variant.
 */
export const productInputSchema = z
  .strictObject({
    title: text(140).min(2),
    slug: slugSchema.optional(),
    /** HTML; only what rich text is made of is kept. */
    description: text(DESCRIPTION_MAX).default(''),
    categoryId: idSchema.nullable().default(null),
    brand: text(80).default(''),
    attributes: z
      .array(z.strictObject({ name: text(60).min(1), value: text(300).min(1) }))
      .max(40)
      .default([]),
    /** By the keys of the category's attributes; what the category does not ask for is dropped. */
    attributeValues: z.record(z.string().max(60), z.union([text(300), z.number(), z.boolean()])).default({}),
    tags: tagsSchema.default([]),
    seoTitle: text(SEO_TITLE_MAX).default(''),
    seoDescription: text(SEO_DESCRIPTION_MAX).default(''),
    /** How many of a variant can be bought at once: at least, at most, and in steps of so many. */
    orderMin: quantitySchema.default(1),
    orderMax: quantitySchema.nullable().default(null),
    orderStep: quantitySchema.default(1),
    images: productImagesSchema.optional(),
    options: z
      .array(z.strictObject({ name: text(40).min(1), values: z.array(text(60).min(1)).min(1).max(100) }))
      .max(3)
      .default([]),
    variants: z.array(variantInputSchema).min(1).max(VARIANTS_MAX),
  })
  .superRefine(({ options, variants, ...rule }, { addIssue }) => {
    if (!isPossible(rule)) addIssue({ code: 'custom', path: ['orderMax'], message: 'No number of pieces fits these rules.' })
    const isRepeated = (values: string[]) => new Set(values).size < values.length
    if (isRepeated(options.map(({ name }) => name))) addIssue({ code: 'custom', path: ['options'], message: 'Two options have one name.' })
    options.forEach(({ values }, index) => {
      if (isRepeated(values)) addIssue({ code: 'custom', path: ['options', index, 'values'], message: 'A value is listed twice.' })
    })
    variants.forEach(({ optionValues }, index) => {
      const fits = optionValues.length === options.length && optionValues.every((value, place) => options[place]!.values.includes(value))
      if (!fits) addIssue({ code: 'custom', path: ['variants', index, 'optionValues'], message: 'These are not values of the options.' })
    })
    if (isRepeated(variants.map(({ optionValues }) => optionValues.join(' / '))))
      addIssue({ code: 'custom', path: ['variants'], message: 'Two variants are the same choice.' })
    if (isRepeated(variants.map(({ sku }) => sku))) addIssue({ code: 'custom', path: ['variants'], message: 'Two variants have one SKU.' })
  })
export type ProductInput = z.input<typeof productInputSchema>
/** The same with every default filled in. */
export type ProductFields = z.output<typeof productInputSchema>

/** A save; with `version` it is refused when somebody else has saved since. */
export const saveProductSchema = z.strictObject({ version: z.number().int().optional(), product: productInputSchema })

/** A variant with its stock as the editor shows it. */
export const editedVariantSchema = z.object({
  id: idSchema,
  optionValues: z.array(z.string()),
  sku: z.string(),
  priceMinor: minorUnitsSchema,
  compareAtMinor: minorUnitsSchema.nullable(),
  weightGrams: z.number().int(),
  imagePosition: z.number().int().nullable(),
  onHand: z.number().int(),
  /** Of what is on hand, what orders and checkouts have put aside. */
  reserved: z.number().int(),
  tracked: z.boolean(),
  backorder: z.boolean(),
  lowAt: z.number().int(),
})
export type EditedVariant = z.infer<typeof editedVariantSchema>

/** All that an editor shows of a product. */
export const productForEditingSchema = z.object({
  id: idSchema,
  shopId: idSchema,
  status: z.enum(PRODUCT_STATUSES),
  rejectionReason: z.string(),
  /** To be given back with a save. */
  version: z.number().int(),
  /** Whether who asks may save it, or only look. */
  mayEdit: z.boolean(),
  title: z.string(),
  slug: z.string(),
  description: z.string(),
  categoryId: idSchema.nullable(),
  brand: z.string(),
  attributes: z.array(z.object({ name: z.string(), value: z.string() })),
  attributeValues: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  tags: z.array(z.string()),
  seoTitle: z.string(),
  seoDescription: z.string(),
  orderMin: z.number().int(),
  orderMax: z.number().int().nullable(),
  orderStep: z.number().int(),
  currency: currencySchema,
  options: z.array(z.object({ name: z.string(), values: z.array(z.string()) })),
  variants: z.array(editedVariantSchema),
  images: z.array(z.object({ fileId: idSchema, alt: z.string(), picture: pictureSchema })),
  publishedAt: momentSchema.nullable(),
  updatedAt: momentSchema,
})
export type ProductForEditing = z.infer<typeof productForEditingSchema>

const categoryAttributeSchema = z.object({
  key: z.string(),
  name: z.string(),
  kind: z.enum(ATTRIBUTE_KINDS),
  unit: z.string().optional(),
  choices: z.array(z.string()).optional(),
  required: z.boolean(),
  filter: z.boolean(),
})

/** Every category, parents before their children, with what each asks of its products. */
export const categoryChoicesSchema = z.object({
  items: z.array(
    z.object({
      id: idSchema,
      /** From the top down to itself. */
      names: z.array(z.string()),
      /** Its own and those of the categories above. */
      attributes: z.array(categoryAttributeSchema),
    }),
  ),
})
export type CategoryChoice = z.infer<typeof categoryChoicesSchema>['items'][number]
