import type { AttributeValues } from '#shared/category-attributes'

export interface ImportedPicture {
  address: string
  alt: string
}

/** A variant as a file has it; what the file does not speak of is left out. */
export interface ImportedVariant {
  line: number
  /** One for each option of the product, in their order. */
  optionValues: string[]
  sku?: string
  priceMinor?: number
  compareAtMinor?: number | null
  weightGrams?: number
  onHand?: number
  tracked?: boolean
  backorder?: boolean
  lowAt?: number
  /** Which of the product's pictures shows it, counted from 0. */
  imagePosition?: number | null
  /** The address of the picture that shows it. */
  pictureAddress?: string
}

/** A product as a file has it; what the file does not speak of is left out and stays as it is. */
export interface ImportedProduct {
  handle: string
  line: number
  slug?: string
  title?: string
  description?: string
  brand?: string
  /** Null where the file says that there is none. */
  categoryId?: string | null
  attributes?: { name: string; value: string }[]
  attributeValues?: AttributeValues
  tags?: string[]
  seoTitle?: string
  seoDescription?: string
  orderMin?: number
  /** Null where the file says that there is none. */
  orderMax?: number | null
  orderStep?: number
  /** Whether a new product is shown to shoppers at once, if it can be. */
  live?: boolean
  optionNames: string[]
  variants: ImportedVariant[]
  pictures?: ImportedPicture[]
}
