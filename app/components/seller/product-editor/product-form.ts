import type { AttributeValues, CategoryAttribute } from '#shared/category-attributes'
import type { EditedPicture } from '#shared/contracts/pictures'
import type { ProductForEditing, ProductInput } from '#shared/contracts/product-editor'
import { VARIANTS_MAX } from '#shared/contracts/product-editor'
import { parseAmount, textOfAmount } from '#shared/money'
import { slugify } from '#shared/slugs'

/** How the stock of all variants is kept; `mixed` where they differ, and stay as they are. */
export const STOCK_RULES = ['counted', 'backorder', 'endless'] as const
export type StockRule = (typeof STOCK_RULES)[number] | 'mixed'

/** A line of the grid; numbers as they are typed. */
export interface VariantRow {
  optionValues: string[]
  sku: string
  price: string
  compareAt: string
  stock: string
  /** As the server had it: stock that nobody touched is not sent, since it may be sold meanwhile. */
  stockBefore: string
  weight: string
  /** The file of the picture that shows it; empty for none. */
  pictureId: string
}

export interface FormOption {
  name: string
  values: string[]
}

/** A product while somebody works on it. */
export interface ProductForm {
  title: string
  slug: string
  description: string
  categoryId: string | undefined
  brand: string
  attributes: { name: string; value: string }[]
  attributeValues: Record<string, string>
  tags: string[]
  seoTitle: string
  seoDescription: string
  /** Numbers as they are typed; empty for what there is no rule. */
  orderMin: string
  orderMax: string
  orderStep: string
  images: EditedPicture[]
  options: FormOption[]
  rows: VariantRow[]
  stockRule: StockRule
}

/** How numbers are written and read. */
export interface Numbers {
  currency: string
  locale: string
}

const blankRow = (): VariantRow => ({
  optionValues: [],
  sku: '',
  price: '',
  compareAt: '',
  stock: '',
  stockBefore: '',
  weight: '',
  pictureId: '',
})

export const blankForm = (): ProductForm => ({
  title: '',
  slug: '',
  description: '',
  categoryId: undefined,
  brand: '',
  attributes: [],
  attributeValues: {},
  tags: [],
  seoTitle: '',
  seoDescription: '',
  orderMin: '',
  orderMax: '',
  orderStep: '',
  images: [],
  options: [],
  rows: [blankRow()],
  stockRule: 'counted',
})

export function formOf(product: ProductForEditing, { locale }: Pick<Numbers, 'locale'>): ProductForm {
  const { title, slug, description, categoryId, brand, attributes, attributeValues, tags, seoTitle, seoDescription, images, options } =
    product
  const amount = (amountMinor: number | null) => (amountMinor === null ? '' : textOfAmount(amountMinor, product.currency, locale))
  return {
    title,
    slug,
    description,
    categoryId: categoryId ?? undefined,
    brand,
    attributes: attributes.map((attribute) => ({ ...attribute })),
    attributeValues: Object.fromEntries(Object.entries(attributeValues).map(([key, value]) => [key, String(value)])),
    tags: [...tags],
    seoTitle,
    seoDescription,
    orderMin: product.orderMin === 1 ? '' : String(product.orderMin),
    orderMax: product.orderMax === null ? '' : String(product.orderMax),
    orderStep: product.orderStep === 1 ? '' : String(product.orderStep),
    images: images.map((image) => ({ ...image })),
    options: options.map(({ name, values }) => ({ name, values: [...values] })),
    rows: product.variants.map((variant) => ({
      optionValues: [...variant.optionValues],
      sku: variant.sku,
      price: amount(variant.priceMinor),
      compareAt: amount(variant.compareAtMinor),
      stock: String(variant.onHand),
      stockBefore: String(variant.onHand),
      weight: variant.weightGrams ? String(variant.weightGrams) : '',
      pictureId: variant.imagePosition === null ? '' : (images[variant.imagePosition]?.fileId ?? ''),
    })),
    stockRule: ruleOf(product),
  }
}

function ruleOf({ variants }: ProductForEditing): StockRule {
  const rules = new Set(variants.map(({ tracked, backorder }) => (!tracked ? 'endless' : backorder ? 'backorder' : 'counted')))
  return rules.size === 1 ? [...rules][0]! : 'mixed'
}

/** What tells whether something was changed. */
export const snapshotOf = (form: ProductForm): string => JSON.stringify(form, (key, value) => (key === 'stockBefore' ? undefined : value))

/** Options that shoppers could choose by. */
export const usedOptions = (options: readonly FormOption[]): FormOption[] => options.filter(({ values }) => values.length > 0)

/**
 * What is sent. A number that cannot be read becomes NaN and one that is missing undefined, so that the contract says
 * what is wrong with it.
 */
export function inputOf(form: ProductForm, asked: readonly CategoryAttribute[], { currency }: Pick<Numbers, 'currency'>): ProductInput {
  const { rows, stockRule, images, options, attributeValues, slug, categoryId, orderMin, orderMax, orderStep, ...texts } = form
  const amount = (text: string) => parseAmount(text, currency) ?? Number.NaN
  const whole = (text: string) => (/^\d+$/.test(text.trim()) ? Number(text) : Number.NaN)
  const rule = stockRule === 'mixed' ? {} : { tracked: stockRule !== 'endless', backorder: stockRule === 'backorder' }

  return {
    ...texts,
    slug: slug.trim() || undefined,
    categoryId: categoryId ?? null,
    orderMin: orderMin.trim() ? whole(orderMin) : 1,
    orderMax: orderMax.trim() ? whole(orderMax) : null,
    orderStep: orderStep.trim() ? whole(orderStep) : 1,
    attributes: texts.attributes.filter(({ name, value }) => name.trim() || value.trim()),
    attributeValues: valuesOf(attributeValues, asked),
    images: images.map(({ fileId, alt }) => ({ fileId, alt })),
    options: usedOptions(options),
    variants: rows.map(({ optionValues, sku, price, compareAt, stock, stockBefore, weight, pictureId }) => {
      const position = images.findIndex(({ fileId }) => fileId === pictureId)
      return {
        ...rule,
        optionValues,
        sku,
        priceMinor: (price.trim() ? amount(price) : undefined) as number,
        compareAtMinor: compareAt.trim() ? amount(compareAt) : null,
        weightGrams: weight.trim() ? whole(weight) : 0,
        onHand: stock.trim() && stock !== stockBefore ? whole(stock) : undefined,
        imagePosition: position === -1 ? null : position,
      }
    }),
  }
}

/** What a product on sale cannot do without and does not say, by the path in the contract. */
export function gapsOf({ categoryId, attributeValues }: ProductForm, asked: readonly CategoryAttribute[]): string[] {
  if (!categoryId) return ['categoryId']
  return asked.filter(({ key, required }) => required && !attributeValues[key]?.trim()).map(({ key }) => `attributeValues.${key}`)
}

function valuesOf(typed: Record<string, string>, asked: readonly CategoryAttribute[]): AttributeValues {
  const values: AttributeValues = {}
  for (const { key, kind } of asked) {
    const text = typed[key]?.trim()
    if (!text) continue
    if (kind === 'number') values[key] = Number(text.replace(',', '.'))
    else values[key] = kind === 'yes_no' ? text === 'true' : text
  }
  return values
}

/** Every choice there is, the last option changing first. */
export const combinationsOf = (options: readonly FormOption[]): string[][] =>
  usedOptions(options).reduce<string[][]>((made, { values }) => made.flatMap((start) => values.map((value) => [...start, value])), [[]])

export const countCombinations = (options: readonly FormOption[]): number =>
  usedOptions(options).reduce((count, { values }) => count * values.length, 1)

const keyOf = (optionValues: readonly string[]) => optionValues.join(' / ')

/**
 * The rows after the options have changed: those that still are a choice stay as they are, those of values that went go,
 * and what is new gets its row, with the price and the weight of one that was there. A combination that was taken out
 * by hand comes back only with `all`. Nothing when there would be more than a product may have.
 */
export function rowsAfter(
  before: readonly FormOption[],
  after: readonly FormOption[],
  rows: readonly VariantRow[],
  title: string,
  all = false,
): VariantRow[] | null {
  if (countCombinations(after) > VARIANTS_MAX) return null
  const [known, used] = [usedOptions(before), usedOptions(after)]
  const sameOptions = known.length === used.length
  const isNew = (choice: string[]) => !sameOptions || choice.some((value, place) => !known[place]!.values.includes(value))
  const kept = new Map(rows.map((row) => [keyOf(row.optionValues), row]))

  const unused = new Set(rows)
  const taken = new Set(rows.map(({ sku }) => sku))
  const made = combinationsOf(after).flatMap((choice): VariantRow[] => {
    const own = kept.get(keyOf(choice))
    if (own) return (unused.delete(own), [own])
    if (!all && !isNew(choice)) return []
    // A variant that is told more of itself stays the one it was; the first of its kind keeps the SKU and the stock.
    const nearest = rows.find((row) => isSpecialised(row.optionValues, choice) || isSpecialised(choice, row.optionValues))
    if (!sameOptions && nearest && unused.delete(nearest)) return [{ ...nearest, optionValues: choice }]
    const { price, compareAt, weight } = nearest ?? rows[0] ?? blankRow()
    return [{ ...blankRow(), price, compareAt, weight, optionValues: choice, sku: freeSku(title, choice, taken) }]
  })
  return made.length > 0 ? made : null
}

const isSpecialised = (general: readonly string[], special: readonly string[]) => general.every((value) => special.includes(value))

/** `GLAZED-VASE-SAND`, with a number where that is taken; the seller may write another. */
export function freeSku(title: string, choice: readonly string[], taken: Set<string>): string {
  const base = ([title, ...choice].map(slugify).filter(Boolean).join('-').toUpperCase() || 'SKU').slice(0, 56)
  let sku = base
  for (let n = 2; taken.has(sku); n++) sku = `${base}-${n}`
  taken.add(sku)
  return sku
}
