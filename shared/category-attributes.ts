export const ATTRIBUTE_KINDS = ['text', 'number', 'choice', 'yes_no'] as const
export type AttributeKind = (typeof ATTRIBUTE_KINDS)[number]

/** Something that the products of a category are asked for, such as a material; those of the categories above count too. */
export interface CategoryAttribute {
  /** Never changes, so that products keep their values when the name does: `material`. */
  key: string
  name: string
  kind: AttributeKind
  /** Of a number, such as `cm`. */
  unit?: string
  /** Of a choice, in the order they are shown. */
  choices?: string[]
  /** Without it a product cannot go live. */
  required: boolean
  /** Shoppers can filter by it. */
  filter: boolean
}

/** What a product says of its category's attributes, by their keys. */
export type AttributeValues = Record<string, string | number | boolean>
