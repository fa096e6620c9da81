import { createHash } from 'node:crypto'
import type { ProductInput } from '#shared/contracts/product-editor'
import type { ImportProblemCode } from '#shared/import-problems'
import { slugify } from '#shared/slugs'
import type { ImportedProduct, ImportedVariant } from './imported-product'
import type { CurrentProduct, CurrentVariant } from './load-products'

export interface MergedVariant extends CurrentVariant {
  /** The variant of the shop that it is; null for a new one. */
  was: CurrentVariant | null
}

/** A product as it will be once the file has been heard, where the file has no problems. */
export type MergedProduct = Pick<
  CurrentProduct,
  | 'title'
  | 'description'
  | 'brand'
  | 'categoryId'
  | 'attributes'
  | 'attributeValues'
  | 'tags'
  | 'seoTitle'
  | 'seoDescription'
  | 'orderMin'
  | 'orderMax'
  | 'orderStep'
  | 'options'
> & { variants: MergedVariant[]; images: { fileId: string; alt: string }[] }

/** What is missing before there can be such a product. */
export interface Gap {
  code: ImportProblemCode
  line: number
  field: 'title' | 'price'
}

const SKU_LENGTH = 64

export const choiceOf = ({ optionValues }: { optionValues: readonly string[] }) => optionValues.join(' / ')

/** Lays what a file says over the product that there is; what the file does not speak of stays. */
export function mergeProduct(
  file: ImportedProduct,
  current: CurrentProduct | null,
  images: { fileId: string; alt: string }[] | undefined,
): { merged: MergedProduct; gaps: Gap[] } {
  const gaps: Gap[] = []
  if (!file.title && !current) gaps.push({ code: 'title_missing', line: file.line, field: 'title' })

  const { options, variants } = mergeVariants(file, current, gaps)
  return {
    gaps,
    merged: {
      title: file.title ?? current?.title ?? '',
      description: file.description ?? current?.description ?? '',
      brand: file.brand ?? current?.brand ?? '',
      categoryId: file.categoryId === undefined ? (current?.categoryId ?? null) : file.categoryId,
      attributes: file.attributes ?? current?.attributes ?? [],
      attributeValues: file.attributeValues ?? current?.attributeValues ?? {},
      tags: file.tags ?? current?.tags ?? [],
      seoTitle: file.seoTitle ?? current?.seoTitle ?? '',
      seoDescription: file.seoDescription ?? current?.seoDescription ?? '',
      orderMin: file.orderMin ?? current?.orderMin ?? 1,
      orderMax: file.orderMax === undefined ? (current?.orderMax ?? null) : file.orderMax,
      orderStep: file.orderStep ?? current?.orderStep ?? 1,
      options,
      variants,
      images: images ?? current?.images.map(({ fileId, alt }) => ({ fileId, alt })) ?? [],
    },
  }
}

/** The same as the catalogue takes it. */
export const inputOf = ({ variants, ...product }: MergedProduct): ProductInput => ({
  ...product,
  variants: variants.map(({ was: _, ...variant }) => variant),
})

/** With other options every variant is another; with the same ones those that the file leaves out stay. */
function mergeVariants(file: ImportedProduct, current: CurrentProduct | null, gaps: Gap[]) {
  const there = current?.variants ?? []
  const names = (current?.options ?? []).map(({ name }) => name)
  const isBySku =
    file.optionNames.length === 0 && names.length > 0 && file.variants.every(({ sku }) => there.some((own) => own.sku === sku))
  const isSame = isBySku || file.optionNames.join('\n') === names.join('\n')

  const free = new Set(there)
  const found = new Map<ImportedVariant, CurrentVariant>()
  const match = (isMeant: (said: ImportedVariant, own: CurrentVariant) => boolean) => {
    for (const said of file.variants) {
      const own = found.has(said) ? undefined : [...free].find((own) => isMeant(said, own))
      if (own && free.delete(own)) found.set(said, own)
    }
  }
  if (isSame && !isBySku) match((said, own) => choiceOf(said) === choiceOf(own))
  match((said, own) => said.sku !== undefined && said.sku === own.sku)

  const skus = new Set([...file.variants.map(({ sku }) => sku), ...there.map(({ sku }) => sku)])
  const said = file.variants.map((variant) => {
    const own = found.get(variant) ?? null
    if (variant.priceMinor === undefined && !own) gaps.push({ code: 'price_missing', line: variant.line, field: 'price' })
    const sku = variant.sku ?? own?.sku ?? madeSku(file.handle, variant.optionValues, skus)
    return mergeVariant(variant, own, sku, isBySku && own ? own.optionValues : variant.optionValues)
  })

  const variants = isSame ? inPlace(said, there, free) : said
  const optionNames = isBySku ? names : file.optionNames
  return { options: optionsFor(optionNames, variants, isSame ? current : null), variants }
}

function mergeVariant(said: ImportedVariant, own: CurrentVariant | null, sku: string, optionValues: string[]): MergedVariant {
  const priceMinor = said.priceMinor ?? own?.priceMinor ?? 0
  const earlier = said.compareAtMinor === undefined ? (own?.compareAtMinor ?? null) : said.compareAtMinor
  return {
    was: own,
    sku,
    optionValues,
    priceMinor,
    compareAtMinor: earlier !== null && earlier > priceMinor ? earlier : null,
    weightGrams: said.weightGrams ?? own?.weightGrams ?? 0,
    imagePosition: said.imagePosition === undefined ? (own?.imagePosition ?? null) : said.imagePosition,
    onHand: said.onHand ?? own?.onHand ?? 0,
    tracked: said.tracked ?? own?.tracked ?? true,
    backorder: said.backorder ?? own?.backorder ?? false,
    lowAt: said.lowAt ?? own?.lowAt ?? 3,
  }
}

/** A file that speaks of all variants also says their order; one that does not leaves it as it is, with new ones last. */
function inPlace(said: MergedVariant[], there: CurrentVariant[], unsaid: ReadonlySet<CurrentVariant>): MergedVariant[] {
  if (unsaid.size === 0) return said
  const byOwn = new Map(said.map((variant) => [variant.was, variant]))
  return [...there.map((own) => byOwn.get(own) ?? { ...own, was: own }), ...said.filter(({ was }) => !was)]
}

/** Values keep their order; those that nothing has any more go, unless nothing had them before. */
function optionsFor(names: string[], variants: MergedVariant[], current: CurrentProduct | null): CurrentProduct['options'] {
  return names.map((name, place) => {
    const used = new Set(variants.map(({ optionValues }) => optionValues[place]!))
    const before = current?.options[place]?.values ?? []
    const usedBefore = new Set(current?.variants.map(({ optionValues }) => optionValues[place]!))
    const kept = before.filter((value) => used.has(value) || !usedBefore.has(value))
    return { name, values: [...kept, ...[...used].filter((value) => !kept.includes(value))] }
  })
}

/** A SKU for who has none: of the handle and the choice, the same each time. */
function madeSku(handle: string, optionValues: string[], taken: Set<string | undefined>): string {
  const hash = createHash('sha256')
    .update([handle, ...optionValues].join('\u001f'))
    .digest('hex')
    .slice(0, 8)
  const plain = [slugify(handle) || hash, ...optionValues.map((value) => slugify(value))].filter(Boolean).join('-')
  const sku = plain.length > SKU_LENGTH || taken.has(plain) ? `${plain.slice(0, SKU_LENGTH - hash.length - 1)}-${hash}` : plain
  taken.add(sku)
  return sku
}
