import type { Motif } from '../cloth'
import type { Colour } from '../colour'

/** How one thing should look; each object reads what it knows and leaves the rest. */
export type Look = {
  colour: Colour
  accent?: Colour
  detail?: Colour
  /** All the colours it comes in, where the thing is a set of several. */
  swatches?: readonly Colour[]
  form?: string
  pattern?: string
  motif?: Motif
  finish?: 'gloss' | 'satin' | 'raw' | 'porcelain' | 'enamel' | 'metal' | 'glass' | 'wood'
  /** What is in it: coffee, soup, wax. */
  filled?: Colour
  inside?: Colour
  /** How much lighter (or darker, below 0) the flecks of a glaze are. */
  speck?: number
}
