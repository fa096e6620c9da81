import { createHash } from 'node:crypto'
import { IMPORT_FORMATS, type ImportFormat } from '#shared/lifecycles/product-import'
import { IMPORT_FIELDS, type ImportField, type ImportMapping } from '#shared/import-fields'

/** What each layout calls a field, in lower case; the first is how Souk's own export spells it, but for its case. */
const NAMES: Record<ImportFormat, Partial<Record<ImportField, readonly string[]>>> = {
  souk: {
    handle: ['handle'],
    slug: ['address'],
    title: ['title'],
    description: ['description'],
    category: ['category'],
    brand: ['brand'],
    tags: ['tags'],
    status: ['status'],
    orderMin: ['order minimum'],
    orderMax: ['order maximum'],
    orderStep: ['order in steps of'],
    attributes: ['attributes'],
    attributeValues: ['category attributes'],
    seoTitle: ['seo title'],
    seoDescription: ['seo description'],
    option1Name: ['option 1 name'],
    option1Value: ['option 1 value'],
    option2Name: ['option 2 name'],
    option2Value: ['option 2 value'],
    option3Name: ['option 3 name'],
    option3Value: ['option 3 value'],
    option4Name: ['option 4 name'],
    option4Value: ['option 4 value'],
    sku: ['sku'],
    price: ['price'],
    compareAt: ['compare-at price'],
    quantity: ['quantity'],
    tracked: ['stock tracked'],
    backorder: ['backorder'],
    lowAt: ['low stock at'],
    weight: ['weight (g)'],
    variantPicture: ['variant picture'],
    picture: ['picture'],
    pictureAlt: ['picture text'],
  },
  shopify: {
    handle: ['handle', 'url handle'],
    title: ['title'],
    description: ['body (html)', 'body html', 'body', 'description'],
    category: ['type', 'product type'],
    brand: ['vendor'],
    tags: ['tags'],
    published: ['published', 'published on online store'],
    status: ['status'],
    seoTitle: ['seo title'],
    seoDescription: ['seo description'],
    option1Name: ['option1 name'],
    option1Value: ['option1 value'],
    option2Name: ['option2 name'],
    option2Value: ['option2 value'],
    option3Name: ['option3 name'],
    option3Value: ['option3 value'],
    option4Name: ['option4 name'],
    option4Value: ['option4 value'],
    sku: ['variant sku', 'sku'],
    price: ['variant price', 'price'],
    compareAt: ['variant compare at price', 'compare-at price', 'compare at price'],
    quantity: ['variant inventory qty', 'inventory quantity', 'inventory qty'],
    tracker: ['variant inventory tracker', 'inventory tracker'],
    policy: ['variant inventory policy', 'continue selling when out of stock', 'inventory policy'],
    weight: ['variant grams', 'weight value (grams)', 'grams'],
    picture: ['image src', 'product image url'],
    picturePosition: ['image position'],
    pictureAlt: ['image alt text'],
    variantPicture: ['variant image', 'variant image url'],
  },
  woocommerce: {
    id: ['id'],
    type: ['type'],
    sku: ['sku'],
    title: ['name'],
    published: ['published'],
    description: ['description'],
    brand: ['brands', 'brand'],
    compareAt: ['regular price'],
    price: ['sale price'],
    quantity: ['stock'],
    policy: ['backorders allowed?'],
    category: ['categories'],
    tags: ['tags'],
    picture: ['images'],
    parent: ['parent'],
    weight: ['weight (kg)', 'weight (g)', 'weight (lbs)', 'weight (oz)'],
    lowAt: ['low stock amount'],
    option1Name: ['attribute 1 name'],
    option1Value: ['attribute 1 value(s)'],
    option2Name: ['attribute 2 name'],
    option2Value: ['attribute 2 value(s)'],
    option3Name: ['attribute 3 name'],
    option3Value: ['attribute 3 value(s)'],
    option4Name: ['attribute 4 name'],
    option4Value: ['attribute 4 value(s)'],
  },
}

const plain = (column: string) => column.trim().toLowerCase().replace(/\s+/g, ' ')

/** The layout whose names most of the columns bear, and the columns that it knows. Souk's own wins a tie. */
export function recogniseColumns(header: readonly string[]): { format: ImportFormat; mapping: ImportMapping } {
  const guesses = IMPORT_FORMATS.map((format) => ({ format, mapping: mappingFor(format, header) }))
  return guesses.reduce((best, next) => (Object.keys(next.mapping).length > Object.keys(best.mapping).length ? next : best))
}

function mappingFor(format: ImportFormat, header: readonly string[]): ImportMapping {
  const columns = new Map([...header].reverse().map((column) => [plain(column), column]))
  const mapping: ImportMapping = {}
  for (const field of IMPORT_FIELDS) {
    const name = NAMES[format][field]?.find((name) => columns.has(name))
    if (name !== undefined) mapping[field] = columns.get(name)!
  }
  return mapping
}

/** Without these a file says nothing of a product; for WooCommerce either price is one. */
export function missingFields(mapping: ImportMapping): ImportField[] {
  return mapping.handle === undefined && mapping.title === undefined ? ['title'] : []
}

/** Only columns that the header has, for fields that there are. */
export const fittingMapping = (mapping: Record<string, string>, header: readonly string[]): ImportMapping =>
  Object.fromEntries(IMPORT_FIELDS.filter((field) => header.includes(mapping[field] ?? '\0')).map((field) => [field, mapping[field]!]))

/** By this a shop's mapping is found again for the next file of the same make. */
export const headerHash = (header: readonly string[]): string => createHash('sha256').update(header.map(plain).join('\u001f')).digest('hex')
