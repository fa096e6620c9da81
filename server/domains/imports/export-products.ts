import { stringify } from 'csv-stringify/sync'
import { requireMember } from '#server/domains/shops'
import { readSettings } from '#server/domains/settings'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inSnapshot } from '#server/platform/database/in-snapshot'
import type { ImportField } from '#shared/import-fields'
import { decimalAmount } from '#shared/money'
import { withFormulaGuard } from '#shared/formula-guard'
import { madeAhead, type AddPiece } from './made-ahead'
import { pageOfProducts, type CurrentProduct, type CurrentVariant } from './load-products'

const PAGE = 200

/** The columns of Souk's own layout, in order. */
export const EXPORT_COLUMNS: readonly [ImportField, string][] = [
  ['handle', 'Handle'],
  ['slug', 'Address'],
  ['title', 'Title'],
  ['description', 'Description'],
  ['category', 'Category'],
  ['brand', 'Brand'],
  ['tags', 'Tags'],
  ['status', 'Status'],
  ['orderMin', 'Order minimum'],
  ['orderMax', 'Order maximum'],
  ['orderStep', 'Order in steps of'],
  ['attributes', 'Attributes'],
  ['attributeValues', 'Category attributes'],
  ['seoTitle', 'SEO title'],
  ['seoDescription', 'SEO description'],
  ['option1Name', 'Option 1 name'],
  ['option1Value', 'Option 1 value'],
  ['option2Name', 'Option 2 name'],
  ['option2Value', 'Option 2 value'],
  ['option3Name', 'Option 3 name'],
  ['option3Value', 'Option 3 value'],
  ['sku', 'SKU'],
  ['price', 'Price'],
  ['compareAt', 'Compare-at price'],
  ['quantity', 'Quantity'],
  ['tracked', 'Stock tracked'],
  ['backorder', 'Backorder'],
  ['lowAt', 'Low stock at'],
  ['weight', 'Weight (g)'],
  ['variantPicture', 'Variant picture'],
  ['picture', 'Picture'],
  ['pictureAlt', 'Picture text'],
]

/**
 * Every product of a shop as CSV in Souk's own layout, piece by piece, the oldest first, all as they were at one moment.
 * What it writes, an import of the same shop reads as no change; the rows of a product are as many as it has variants or
 * pictures.
 */
export async function exportProducts(ctx: Context, actor: Actor, shopId: string, page = PAGE): Promise<AsyncGenerator<string>> {
  await requireMember(ctx, actor, shopId, 'manager')
  const { currency } = await readSettings(ctx)
  return madeAhead((add) => inSnapshot(ctx, (ctx) => writePieces(ctx, { shopId, currency, page }, add)))
}

interface Order {
  shopId: string
  currency: string
  /** Products that are read at once. */
  page: number
}

async function writePieces(ctx: Context, { shopId, currency, page }: Order, add: AddPiece): Promise<void> {
  add(`\uFEFF${stringify([EXPORT_COLUMNS.map(([, name]) => name)])}`)
  let last: string | null = null
  do {
    const products: CurrentProduct[] = await pageOfProducts(ctx, shopId, last, page)
    const rows = products.flatMap((product) => rowsOf(product, currency, ctx.config.siteUrl))
    if (rows.length > 0) add(stringify(rows.map((row) => EXPORT_COLUMNS.map(([field]) => withFormulaGuard(row[field] ?? '')))))
    last = products.length === page ? products.at(-1)!.id : null
  } while (last)
}

type Cells = Partial<Record<ImportField, string>>

function rowsOf(product: CurrentProduct, currency: string, site: string): Cells[] {
  const { variants, images } = product
  return Array.from({ length: Math.max(1, variants.length, images.length) }, (_, index) => ({
    handle: product.handle,
    ...(index === 0 ? ofProduct(product) : {}),
    ...(variants[index] ? ofVariant(variants[index], product, currency) : {}),
    ...(images[index] ? { picture: addressOf(images[index], site), pictureAlt: images[index].alt } : {}),
  }))
}

const ofProduct = (product: CurrentProduct): Cells => ({
  slug: product.slug,
  title: product.title,
  description: product.description,
  category: product.categoryPath ?? '',
  brand: product.brand,
  tags: tagsText(product.tags),
  status: product.status,
  orderMin: String(product.orderMin),
  orderMax: product.orderMax === null ? '' : String(product.orderMax),
  orderStep: String(product.orderStep),
  attributes: product.attributes.length > 0 ? JSON.stringify(product.attributes) : '',
  attributeValues: Object.keys(product.attributeValues).length > 0 ? JSON.stringify(product.attributeValues) : '',
  seoTitle: product.seoTitle,
  seoDescription: product.seoDescription,
  option1Name: product.options[0]?.name,
  option2Name: product.options[1]?.name,
  option3Name: product.options[2]?.name,
})

/** A tag with a comma in it would be read as two. */
const tagsText = (tags: string[]) => (tags.some((tag) => tag.includes(',') || tag.startsWith('[')) ? JSON.stringify(tags) : tags.join(', '))

const yesNo = (is: boolean) => (is ? 'yes' : 'no')

const ofVariant = (variant: CurrentVariant, { options }: CurrentProduct, currency: string): Cells => ({
  option1Value: options[0] && variant.optionValues[0],
  option2Value: options[1] && variant.optionValues[1],
  option3Value: options[2] && variant.optionValues[2],
  sku: variant.sku,
  price: decimalAmount({ amountMinor: variant.priceMinor, currency }),
  compareAt: variant.compareAtMinor === null ? '' : decimalAmount({ amountMinor: variant.compareAtMinor, currency }),
  quantity: String(variant.onHand),
  tracked: yesNo(variant.tracked),
  backorder: yesNo(variant.backorder),
  lowAt: String(variant.lowAt),
  weight: String(variant.weightGrams),
  variantPicture: variant.imagePosition === null ? '' : String(variant.imagePosition + 1),
})

/** Where the widest size of a picture is read; the folder in it says which picture it is. */
function addressOf({ key, renditions }: CurrentProduct['images'][number], site: string): string {
  const [widest] = renditions.filter(({ type }) => type === 'image/webp').sort((one, other) => other.width - one.width)
  return `${site}/files/p/${(widest?.key ?? key).slice('pictures/'.length)}`
}
