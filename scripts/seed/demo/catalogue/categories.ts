/** The tree of the demo marketplace: what lies in each category of the top, in the order it is shown. */
export const CATEGORIES = [
  {
    slug: 'kitchen-and-table',
    name: 'Kitchen & table',
    description: 'Cups, bowls and boards that get used every day.',
    children: [
      { slug: 'mugs-and-cups', name: 'Mugs & cups' },
      { slug: 'bowls-and-plates', name: 'Bowls & plates' },
      { slug: 'coffee-and-tea-ware', name: 'Coffee & tea ware' },
      { slug: 'boards-and-tools', name: 'Boards & tools' },
      { slug: 'glass-and-jugs', name: 'Glass & jugs' },
    ],
  },
  {
    slug: 'home',
    name: 'Home',
    description: 'Light, places to sit, and things to look at.',
    children: [
      { slug: 'lighting', name: 'Lighting' },
      { slug: 'furniture', name: 'Furniture' },
      { slug: 'vases', name: 'Vases' },
      { slug: 'candles-and-scent', name: 'Candles & scent' },
      { slug: 'mirrors-and-clocks', name: 'Mirrors & clocks' },
    ],
  },
  {
    slug: 'textiles',
    name: 'Textiles',
    description: 'Linen, wool and cotton for beds, sofas and tables.',
    children: [
      { slug: 'cushions', name: 'Cushions' },
      { slug: 'blankets-and-throws', name: 'Blankets & throws' },
      { slug: 'bed-and-bath-linen', name: 'Bed & bath linen' },
      { slug: 'table-linen', name: 'Table linen' },
    ],
  },
  {
    slug: 'food-and-drink',
    name: 'Food & drink',
    description: 'Coffee, tea and a full larder.',
    children: [
      { slug: 'coffee', name: 'Coffee' },
      { slug: 'tea', name: 'Tea' },
      { slug: 'larder', name: 'Larder' },
    ],
  },
  {
    slug: 'clothing-and-bags',
    name: 'Clothing & bags',
    description: 'Knitwear, leather and canvas that get better with age.',
    children: [
      { slug: 'knitwear', name: 'Knitwear' },
      { slug: 'hats-and-scarves', name: 'Hats & scarves' },
      { slug: 'bags', name: 'Bags' },
      { slug: 'small-leather', name: 'Small leather' },
    ],
  },
  {
    slug: 'jewellery',
    name: 'Jewellery',
    description: 'Small things, made slowly.',
    children: [
      { slug: 'necklaces', name: 'Necklaces' },
      { slug: 'rings', name: 'Rings' },
      { slug: 'earrings', name: 'Earrings' },
      { slug: 'bracelets', name: 'Bracelets' },
    ],
  },
  {
    slug: 'paper-and-prints',
    name: 'Paper & prints',
    description: 'Notebooks, cards and something for the wall.',
    children: [
      { slug: 'notebooks', name: 'Notebooks' },
      { slug: 'cards-and-wrap', name: 'Cards & wrap' },
      { slug: 'prints', name: 'Prints' },
      { slug: 'desk', name: 'Desk' },
    ],
  },
  {
    slug: 'children',
    name: 'Children',
    description: 'Toys that last longer than the childhood.',
    children: [
      { slug: 'wooden-toys', name: 'Wooden toys' },
      { slug: 'soft-toys', name: 'Soft toys' },
      { slug: 'nursery', name: 'Nursery' },
    ],
  },
  {
    slug: 'plants-and-garden',
    name: 'Plants & garden',
    description: 'Green things, and what they need.',
    children: [
      { slug: 'house-plants', name: 'House plants' },
      { slug: 'pots', name: 'Pots' },
      { slug: 'garden-tools', name: 'Garden tools' },
      { slug: 'dried-flowers', name: 'Dried flowers' },
    ],
  },
  {
    slug: 'bath-and-body',
    name: 'Bath & body',
    description: 'Soap, oil and quiet evenings.',
    children: [
      { slug: 'soap', name: 'Soap' },
      { slug: 'skin-and-hair', name: 'Skin & hair' },
      { slug: 'bathroom', name: 'Bathroom' },
    ],
  },
  {
    slug: 'outdoors',
    name: 'Outdoors',
    description: 'For a night in the hills or an hour in the park.',
    children: [
      { slug: 'camping', name: 'Camping' },
      { slug: 'flasks-and-cooking', name: 'Flasks & cooking' },
      { slug: 'light-and-tools', name: 'Light & tools' },
    ],
  },
] as const

type Top = (typeof CATEGORIES)[number]
type PathsOf<T> = T extends { slug: infer S extends string; children: readonly (infer C)[] }
  ? C extends { slug: infer D extends string }
    ? `${S}/${D}`
    : never
  : never

/** The address of a category that products lie in. */
export type CategoryPath = PathsOf<Top>
