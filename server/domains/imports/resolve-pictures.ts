import { sql } from 'drizzle-orm'
import type { Context } from '#server/platform/context'
import type { ImportedProduct } from './imported-product'
import type { CurrentProduct } from './load-products'

/** The shop's pictures by their address here, and what became of addresses that were imported before: null where nothing did. */
export type KnownPictures = ReadonlyMap<string, string | null>

const OWN_ADDRESS = /\/files\/p\/([0-9a-f]{32})\/[\w.]+$/

/** Only what was brought for this product counts as known. */
export const knownKey = (productId: string, address: string) => `${productId} ${address}`
const ownKey = (address: string) => OWN_ADDRESS.exec(address)?.[1]

/** All that is known of the pictures that some products of a file name; what was brought and swept since, is not. */
export async function knownPictures(
  ctx: Context,
  shopId: string,
  products: readonly { file: ImportedProduct; productId: string | null }[],
): Promise<Map<string, string | null>> {
  const known = new Map<string, string | null>()
  const addresses = products.flatMap(({ file }) => file.pictures?.map(({ address }) => address) ?? [])
  const hashes = addresses.map(ownKey).filter((hash) => hash !== undefined)
  if (hashes.length > 0) {
    const keys = hashes.map((hash) => `pictures/${hash}/source.webp`)
    const files = await ctx.db.execute<{ id: string; key: string }>(sql`
      select id, key from files where key = any(${sql.param(keys)}::text[]) and owner_id = ${shopId} and purpose = 'product_image'`)
    for (const { id, key } of files) known.set(key.split('/')[1]!, id)
  }

  const productIds = products.filter(({ file }) => file.pictures?.length).flatMap(({ productId }) => productId ?? [])
  if (productIds.length === 0) return known
  const before = await ctx.db.execute<{ productId: string; address: string; fileId: string | null }>(sql`
    select i.product_id as "productId", brought->>'address' as address, brought->>'fileId' as "fileId"
    from product_imports m join product_import_items i on i.import_id = m.id
    cross join jsonb_array_elements(coalesce(i.wanted->'brought', '[]'::jsonb)) brought
    where m.shop_id = ${shopId} and i.state = 'applied' and i.product_id = any(${sql.param(productIds)}::uuid[])
      and (brought->>'fileId' is null or exists (select from files f where f.id = (brought->>'fileId')::uuid))
    order by m.id`)
  for (const { productId, address, fileId } of before) {
    const key = knownKey(productId, address)
    known.set(key, fileId ?? known.get(key) ?? null)
  }
  return known
}

/**
 * The gallery as the file wants it, as far as its pictures are there; `fresh` are the addresses that nobody has tried yet.
 * Pictures of the shop that the file does not name stay, after those that it does.
 */
export function resolvePictures(file: ImportedProduct, current: CurrentProduct | null, known: KnownPictures) {
  const fileOf = (address: string) => known.get(ownKey(address) ?? '') ?? (current && known.get(knownKey(current.id, address))) ?? null
  const wanted = file.pictures ?? []
  const named = wanted.flatMap(({ address, alt }) => {
    const fileId = fileOf(address)
    return fileId ? [{ fileId, alt: alt || (current?.images.find((image) => image.fileId === fileId)?.alt ?? '') }] : []
  })
  const ids = new Set(named.map(({ fileId }) => fileId))
  const others = current?.images.filter(({ fileId }) => !ids.has(fileId)).map(({ fileId, alt }) => ({ fileId, alt })) ?? []
  const images = [...named, ...others].filter(({ fileId }, index, all) => all.findIndex((one) => one.fileId === fileId) === index)

  const isTried = (address: string) => known.has(ownKey(address) ?? '') || (current !== null && known.has(knownKey(current.id, address)))
  return {
    images: file.pictures ? images : undefined,
    fresh: wanted.map(({ address }) => address).filter((address) => !isTried(address)),
    pictureOf: (address: string): number | undefined => {
      const place = images.findIndex(({ fileId }) => fileId === fileOf(address))
      return place === -1 ? undefined : place
    },
  }
}
