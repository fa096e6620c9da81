import type { Colour } from '../pictures/colour'
import type { Pictured } from '../pictures/draw-product-picture'
import type { CategoryPath } from './categories'

/** A product of the demo marketplace, as a shop would write it. */
export interface DemoProduct {
  title: string
  category: CategoryPath
  /** Minor units of the cheapest variant. */
  priceMinor: number
  /** What it cost before, where it is reduced. */
  compareAtMinor?: number
  /** Paragraphs apart by an empty line; a line that begins with `- ` is a list item. */
  description: string
  attributes: readonly (readonly [name: string, value: string])[]
  /** What the buyer chooses, in order: `{ Colour: ['Sand', 'Ink'], Size: ['S', 'M'] }`. Every combination is a variant. */
  options?: Readonly<Record<string, readonly string[]>>
  /** Added to the price for a chosen value, in minor units: `{ Large: 600 }`. */
  extraMinor?: Readonly<Record<string, number>>
  /** Values (or the whole choice, joined by ` / `) that are sold out; `'all'` for the product. */
  soldOut?: 'all' | readonly string[]
  weightGrams: number
  picture: Pictured['picture']
  /** The colour of each value of the option `Colour`, in the order of the values; drawn in the pictures. */
  colours?: readonly Colour[]
  /** Which kind of thing reviewers speak of. */
  family: ReviewFamily
}

export type ReviewFamily =
  | 'ceramics'
  | 'textile'
  | 'furniture'
  | 'paper'
  | 'jewellery'
  | 'food'
  | 'outdoor'
  | 'toy'
  | 'plant'
  | 'bath'
  | 'bag'
  | 'candle'
  | 'wear'
  | 'kitchen'

/** A shop of the demo marketplace. */
export interface DemoShop {
  /** A key of `shopStyles`. */
  slug: string
  name: string
  tagline: string
  about: string
  /** ISO 3166-1. */
  country: string
  shipFrom: string
  shippingPolicy: string
  returnPolicy: string
  returnDays: number
  shipping: { name: string; priceMinor: number; freeFromMinor: number; minDays: number; maxDays: number }
  /** Two to four letters that its SKUs begin with. */
  skuPrefix: string
  owner: { name: string; email: string }
  products: readonly DemoProduct[]
}
