import { and, asc, eq, gt, sql } from 'drizzle-orm'
import { productImportItems } from '#db/schema'
import { setProductImages } from '#server/domains/catalog'
import { storePicture } from '#server/domains/files'
import { systemActor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { DomainError } from '#server/platform/errors'
import { FetchRefused, guardedFetch, type GuardedFetchOptions } from '#server/platform/guarded-fetch/guarded-fetch'
import type { ImportProblem } from '#shared/import-problems'
import { lockItem, type ItemRow } from './apply-import'
import type { ImportedProduct } from './imported-product'
import { findImport, type ImportRow } from './imports-locks'
import { loadProduct } from './load-products'
import { knownPictures, resolvePictures } from './resolve-pictures'

export const BRING_PICTURES = 'imports.bring-pictures'
const LIMITS: GuardedFetchOptions = { maxBytes: 20 * 1024 * 1024, timeoutMs: 15_000 }
const MOST_PICTURES = 20

/** What became of an address: the picture, or that it was tried in vain. */
export interface Brought {
  address: string
  fileId: string | null
  tried?: boolean
}
type Wanted = ImportedProduct & { brought?: Brought[] }

/**
 * Brings the pictures of products that an import has written, at most so many products, and answers whether all are there.
 * A picture that cannot be had is noted on its product and tried again by nobody: the product is there without it.
 */
export async function bringPictures(
  ctx: Context,
  importId: string,
  atMost = Infinity,
  over: Partial<GuardedFetchOptions> = {},
): Promise<boolean> {
  const row = await findImport(ctx, importId)
  let last = 0
  for (let done = 0; done < atMost; done++) {
    const [item] = await ctx.db
      .select()
      .from(productImportItems)
      .where(
        and(
          eq(productImportItems.importId, importId),
          eq(productImportItems.state, 'applied'),
          gt(productImportItems.position, last),
          sql`jsonb_path_exists(${productImportItems.wanted}, '$.brought[*] ? (@.fileId == null && !exists(@.tried))')`,
        ),
      )
      .orderBy(asc(productImportItems.position))
      .limit(1)
    if (!item) return true
    last = item.position
    await bringForItem(ctx, row, item, { ...LIMITS, ...over })
  }
  return false
}

/** Fetching is done outside of any transaction; what came is written together with the gallery. */
async function bringForItem(ctx: Context, row: ImportRow, item: ItemRow, options: GuardedFetchOptions): Promise<void> {
  const { line } = item
  const { brought = [] } = item.wanted as Wanted
  const problems: ImportProblem[] = []
  const done: Brought[] = []
  for (const one of brought) {
    const tried = one.fileId || one.tried ? one : await bring(ctx, row, one, options)
    if ('reason' in tried)
      problems.push({ line, column: row.mapping.picture ?? '', code: 'picture_failed', value: `${one.address} (${tried.reason})` })
    done.push({ address: one.address, fileId: tried.fileId, tried: true })
  }

  await inTransaction(ctx, async (ctx) => {
    const now = await lockItem(ctx, row.id, item.position)
    if (now.state !== 'applied') return
    const wanted: Wanted = { ...(now.wanted as Wanted), brought: done }
    await ctx.db
      .update(productImportItems)
      .set({ wanted, problems: [...now.problems, ...problems] })
      .where(and(eq(productImportItems.importId, row.id), eq(productImportItems.position, item.position)))
    await showPictures(ctx, row, now, wanted)
  })
}

async function bring(
  ctx: Context,
  row: ImportRow,
  { address }: Brought,
  options: GuardedFetchOptions,
): Promise<Brought | (Brought & { reason: string })> {
  try {
    const bytes = await guardedFetch(address, options)
    const { id } = await storePicture(ctx, systemActor, { bytes, purpose: 'product_image', ownerId: row.shopId })
    return { address, fileId: id }
  } catch (error) {
    if (error instanceof FetchRefused) return { address, fileId: null, reason: error.reason }
    if (error instanceof DomainError && error.kind !== 'unavailable') return { address, fileId: null, reason: error.code }
    throw error
  }
}

async function showPictures(ctx: Context, row: ImportRow, item: ItemRow, wanted: Wanted): Promise<void> {
  const current = item.productId && (await loadProduct(ctx, row.shopId, item.productId))
  if (!current || !wanted.brought?.some(({ fileId }) => fileId)) return

  const known = await knownPictures(ctx, row.shopId, [{ file: wanted, productId: current.id }])
  const { images } = resolvePictures(wanted, current, known)
  const before = current.images.map(({ fileId, alt }) => ({ fileId, alt }))
  const after = (images ?? before).slice(0, MOST_PICTURES)
  await setProductImages(ctx, systemActor, current.id, after)
  if (item.action === 'change') {
    const changes = [...item.changes.filter(({ field }) => field !== 'images'), { field: 'images', from: before, to: after }]
    await ctx.db
      .update(productImportItems)
      .set({ changes })
      .where(and(eq(productImportItems.importId, item.importId), eq(productImportItems.position, item.position)))
  }
}
