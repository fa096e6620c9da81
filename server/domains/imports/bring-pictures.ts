import { and, asc, eq, gt, sql, type SQL } from 'drizzle-orm'
import { isDeepStrictEqual } from 'node:util'
import { productImportItems } from '#db/schema'
import { setProductImages } from '#server/domains/catalog'
import { storePicture } from '#server/domains/files'
import { systemActor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { DomainError } from '#server/platform/errors'
import { FetchRefused, guardedFetch, type FetchRefusal, type GuardedFetchOptions } from '#server/platform/guarded-fetch/guarded-fetch'
import type { ImportProblem } from '#shared/import-problems'
import { lockItem, type ItemRow } from './apply-import'
import type { ImportedProduct } from './imported-product'
import { findImport, lockProduct, type ImportRow } from './imports-locks'
import { dropPictureFiles, openPictureFiles, type PictureReader } from './picture-files'
import { PICTURE_BYTES } from './picture-limits'
import { ZipProblem } from './read-zip'
import { knownPictures, resolvePictures } from './resolve-pictures'

const LIMITS: GuardedFetchOptions = { maxBytes: PICTURE_BYTES, timeoutMs: 15_000 }
const MOST_PICTURES = 20
/** What may be otherwise the next time. */
const PASSING: ReadonlySet<FetchRefusal> = new Set(['unreachable', 'too_slow', 'busy'])
/** How long it waits after each try that failed; after the last of them it is given up. */
const PAUSES_MINUTES = [1, 5, 30, 120]

/** What became of an address: the picture, or that it was tried in vain. */
export interface Brought {
  address: string
  fileId: string | null
  /** Nothing more is done about it, unless the seller asks. */
  tried?: boolean
  /** Of those that failed, and when the next one is due. */
  tries?: number
  nextAt?: string
}
type Wanted = ImportedProduct & { brought?: Brought[]; version?: number }
type Outcome = Brought & { reason?: string }

/**
 * Brings the pictures of products that an import has written, at most so many products, and answers when there is more to
 * do: null if all are there or given up. A picture that cannot be had just now is tried again after growing pauses; one
 * that cannot be had at all is noted on its product, which is there without it.
 */
export async function bringPictures(
  ctx: Context,
  importId: string,
  atMost = Infinity,
  over: Partial<GuardedFetchOptions> = {},
): Promise<Date | null> {
  const row = await findImport(ctx, importId)
  const files = await openPictureFiles(ctx, row)
  const read = (address: string) => (isOnTheWeb(address) ? guardedFetch(address, { ...LIMITS, ...over }) : fromZip(files, address))
  let last = 0
  for (let done = 0; done < atMost; done++) {
    const [item] = await ctx.db
      .select()
      .from(productImportItems)
      .where(and(isToDo(ctx, importId), gt(productImportItems.position, last)))
      .orderBy(asc(productImportItems.position))
      .limit(1)
    if (!item) {
      const next = await nextTry(ctx, importId)
      if (!next) await dropPictureFiles(ctx, row)
      return next
    }
    last = item.position
    await bringForItem(ctx, row, item, read)
  }
  return ctx.now
}

/** The bytes of a picture. Throws `FetchRefused` and `NotInTheZip`. */
type PictureSource = (address: string) => Promise<Uint8Array>

class NotInTheZip extends Error {
  constructor(readonly reason: string) {
    super(`not in the zip: ${reason}`)
    this.name = 'NotInTheZip'
  }
}

const isOnTheWeb = (address: string) => /^https?:\/\//i.test(address)

async function fromZip(files: PictureReader, name: string): Promise<Uint8Array> {
  const bytes = await files(name).catch((error) => {
    throw error instanceof ZipProblem ? new NotInTheZip(error.reason) : error
  })
  if (!bytes) throw new NotInTheZip('no_such_file')
  return bytes
}

const isToDo = (ctx: Context, importId: string): SQL | undefined =>
  and(
    eq(productImportItems.importId, importId),
    gt(productImportItems.picturesToCome, 0),
    sql`jsonb_path_exists(
      ${productImportItems.wanted},
      '$.brought[*] ? (@.fileId == null && !exists(@.tried) && (!exists(@.nextAt) || @.nextAt <= $now))',
      jsonb_build_object('now', ${ctx.now.toISOString()}::text)
    )`,
  )

async function nextTry(ctx: Context, importId: string): Promise<Date | null> {
  const [first] = await ctx.db.execute<{ at: string | null }>(sql`
    select min(one->>'nextAt') as at from product_import_items cross join jsonb_array_elements(wanted->'brought') one
    where import_id = ${importId} and pictures_to_come > 0 and one->>'fileId' is null and one->'tried' is null`)
  return first?.at ? new Date(first.at) : null
}

/** Fetching is done outside of any transaction; what came is written together with the gallery. */
async function bringForItem(ctx: Context, row: ImportRow, item: ItemRow, read: PictureSource): Promise<void> {
  const { brought = [] } = item.wanted as Wanted
  const done: Outcome[] = []
  for (const [place, one] of brought.entries()) {
    const isDue = !one.fileId && !one.tried && (!one.nextAt || one.nextAt <= ctx.now.toISOString())
    if (!isDue) done.push(one)
    else if (place >= MOST_PICTURES) done.push({ ...one, tried: true, reason: 'too_many' })
    else done.push(await bring(ctx, row, one, read))
  }

  await inTransaction(ctx, async (ctx) => {
    const now = await lockItem(ctx, row.id, item.position)
    if (now.state !== 'applied') return
    const wanted: Wanted = { ...(now.wanted as Wanted), brought: done.map(({ reason: _, ...one }) => one) }
    await ctx.db
      .update(productImportItems)
      .set({ wanted, problems: withPictureProblems(now, row, done) })
      .where(and(eq(productImportItems.importId, row.id), eq(productImportItems.position, item.position)))
    if (done.some(({ fileId }, place) => fileId && !brought[place]!.fileId)) await showPictures(ctx, row, now, wanted)
  })
}

/** What is said of a picture replaces what was said of it before. */
function withPictureProblems({ problems, line }: ItemRow, row: ImportRow, outcomes: Outcome[]): ImportProblem[] {
  const isNew = ({ reason, fileId }: Outcome) => Boolean(reason ?? fileId)
  const news = outcomes.filter(isNew)
  const said = (code: 'picture_failed' | 'picture_later', { address, reason }: Outcome): ImportProblem => ({
    line,
    column: row.mapping.picture ?? '',
    code,
    value: `${address} (${reason})`,
  })
  const isReplaced = ({ code, value }: ImportProblem) =>
    (code === 'picture_failed' || code === 'picture_later') && news.some(({ address }) => value.startsWith(`${address} (`))
  const failures = news.filter(({ reason }) => reason)
  return [
    ...problems.filter((problem) => !isReplaced(problem)),
    ...failures.map((one) => said(one.tried ? 'picture_failed' : 'picture_later', one)),
  ]
}

async function bring(ctx: Context, row: ImportRow, { address, tries = 0 }: Brought, read: PictureSource): Promise<Outcome> {
  const failed = (reason: string) => ({ address, fileId: null, tried: true, reason })
  try {
    const bytes = await read(address)
    const { id } = await storePicture(ctx, systemActor, { bytes, purpose: 'product_image', ownerId: row.shopId })
    return { address, fileId: id, tried: true }
  } catch (error) {
    if (error instanceof DomainError && error.kind !== 'unavailable') return failed(error.code)
    if (error instanceof NotInTheZip) return failed(error.reason)
    if (!(error instanceof FetchRefused)) throw error
    const pause = PAUSES_MINUTES[tries]
    if (!PASSING.has(error.reason) || pause === undefined) return failed(error.reason)
    const nextAt = new Date(ctx.now.getTime() + pause * 60_000).toISOString()
    return { address, fileId: null, tries: tries + 1, nextAt, reason: error.reason }
  }
}

async function showPictures(ctx: Context, row: ImportRow, item: ItemRow, wanted: Wanted): Promise<void> {
  const current = item.productId && (await lockProduct(ctx, row.shopId, item.productId))
  if (!current) return

  const known = await knownPictures(ctx, row.shopId, [{ file: wanted, productId: current.id }])
  const { images } = resolvePictures(wanted, current, known)
  const before = current.images.map(({ fileId, alt }) => ({ fileId, alt }))
  const after = (images ?? before).slice(0, MOST_PICTURES)
  await setProductImages(ctx, systemActor, current.id, after)
  if (item.action === 'change') return noteImages(ctx, item, before, after)
  if (current.version === wanted.version && !isDeepStrictEqual(before, after))
    await noteVersion(ctx, item, { ...wanted, version: current.version + 1 })
}

/** By its version an undo knows that nobody else has changed a product since it was made. */
async function noteVersion(ctx: Context, item: ItemRow, wanted: Wanted): Promise<void> {
  await ctx.db
    .update(productImportItems)
    .set({ wanted })
    .where(and(eq(productImportItems.importId, item.importId), eq(productImportItems.position, item.position)))
}

/** An import that brings its pictures in several goes still goes back to what was there before the first. */
async function noteImages(ctx: Context, item: ItemRow, before: unknown, after: unknown): Promise<void> {
  const earlier = item.changes.find(({ field }) => field === 'images')
  const changes = [
    ...item.changes.filter(({ field }) => field !== 'images'),
    { field: 'images', from: earlier ? earlier.from : before, to: after },
  ]
  await ctx.db
    .update(productImportItems)
    .set({ changes })
    .where(and(eq(productImportItems.importId, item.importId), eq(productImportItems.position, item.position)))
}
