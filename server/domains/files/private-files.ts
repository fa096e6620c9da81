import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { files, type Rendition } from '#db/schema'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { FilePurpose } from '#shared/lifecycles/file'
import { firstRendition, makeRendition, readPicture } from './encode-picture'
import { fileTooLarge, fileUnsupported, tooManyFiles } from './files-errors'
import { keptName, type KeptType } from './kept-name'
import { documentKey, PRIVATE_FOLDER, renditionKey, sourceKey } from './picture-keys'
import { holdsMarkup, pictureKind } from './picture-kind'
import type { StoredFile } from './store-picture'
import { isNamed } from './sweep-pictures'

export type PrivatePurpose = Extract<FilePurpose, 'return_photo' | 'return_label' | 'chat_attachment'>
const PRIVATE_PURPOSES: readonly PrivatePurpose[] = ['return_photo', 'return_label', 'chat_attachment']

interface NewPrivateFile {
  bytes: Uint8Array
  purpose: PrivatePurpose
  /** What it belongs to, such as an order. */
  ownerId: string
  maxBytes: number
  /** What is taken besides pictures; it is kept as it came and only ever handed out to be saved. */
  documents?: readonly DocumentKind[]
  /** Where a picture may be no larger than other files. */
  pictureMaxBytes?: number
  /** What it is called where it comes from. */
  name?: string
  /** Of a picture that is wider a small size is kept as well. */
  small?: boolean
}
type DocumentKind = 'pdf' | 'text'

/** So many of one purpose may lie with an owner without being shown by anything. */
const MOST_AN_OWNER = 40
const PDF = Buffer.from('%PDF-')

/**
 * Keeps a file that not everybody may read: a picture encoded anew, or a PDF. Nothing leads to it but an address of
 * `privateAddress`. One that nothing shows is deleted after a day. Whether the owner takes it is for the caller to check.
 */
export async function storePrivateFile(
  ctx: Context,
  { bytes, purpose, ownerId, maxBytes, documents = [], pictureMaxBytes = maxBytes, name, small = false }: NewPrivateFile,
): Promise<StoredFile> {
  const most = pictureKind(bytes) ? pictureMaxBytes : maxBytes
  if (bytes.byteLength > most) throw fileTooLarge(most)
  await requireRoom(ctx, ownerId, purpose)
  const kept = await contentOf(bytes, documents, name)
  const id = ctx.newId()
  const folder = `${PRIVATE_FOLDER}${id.replaceAll('-', '')}`
  const key = keyOf(folder, kept.contentType)
  await ctx.storage.put(key, kept.body, { contentType: kept.contentType })
  const renditions = small ? await storeSmall(ctx, folder, kept) : []

  return inTransaction(ctx, async (ctx) => {
    // Those that are sent at once wait for each other; what is kept for one that is refused is swept as any other that has no row.
    await ctx.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`files ${ownerId}`}, 0))`)
    await requireRoom(ctx, ownerId, purpose)
    const { body, ...known } = kept
    const called = name === undefined ? null : keptName(name, kept.contentType)
    const row = { id, ownerId, purpose, name: called, key, ...known, sizeBytes: body.byteLength, renditions, status: 'ready' as const }
    const [stored] = await ctx.db.insert(files).values(row).returning()
    return stored!
  })
}

async function requireRoom(ctx: Context, ownerId: string, purpose: PrivatePurpose): Promise<void> {
  const count = await ctx.db.$count(files, and(eq(files.ownerId, ownerId), eq(files.purpose, purpose), sql`not (${isNamed})`))
  if (count >= MOST_AN_OWNER) throw tooManyFiles()
}

interface Kept {
  body: Uint8Array
  contentType: KeptType
  width: number | null
  height: number | null
  placeholder: string | null
  sha256: string
}

async function contentOf(bytes: Uint8Array, documents: readonly DocumentKind[], name = ''): Promise<Kept> {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const asItCame = (contentType: KeptType) => ({ body: bytes, contentType, width: null, height: null, placeholder: null, sha256 })
  if (documents.includes('pdf') && Buffer.from(bytes.subarray(0, PDF.byteLength)).equals(PDF)) return asItCame('application/pdf')
  if (documents.includes('text') && isText(bytes) && !holdsMarkup(bytes)) return asItCame(/\.csv$/i.test(name) ? 'text/csv' : 'text/plain')
  if (documents.includes('text') && !pictureKind(bytes)) throw fileUnsupported()
  const { source, width, height, placeholder } = await readPicture(bytes)
  return { body: source, contentType: 'image/webp', width, height, placeholder, sha256 }
}

/** Anything but what a line of text is written with. */
// eslint-disable-next-line no-control-regex
const NOT_TEXT = /[\u0000-\u0008\u000b\u000e-\u001f\u007f]/

function isText(bytes: Uint8Array): boolean {
  try {
    return bytes.byteLength > 0 && !NOT_TEXT.test(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return false
  }
}

function keyOf(folder: string, contentType: KeptType): string {
  if (contentType === 'image/webp') return sourceKey(folder)
  return documentKey(folder, contentType === 'application/pdf' ? 'pdf' : 'txt')
}

async function storeSmall(ctx: Context, folder: string, { body, width }: Kept): Promise<Rendition[]> {
  if (width === null) return []
  const wanted = firstRendition(width)
  if (wanted.width === width) return []
  const made = await makeRendition(body, wanted)
  const key = renditionKey(folder, wanted)
  await ctx.storage.put(key, made.body, { contentType: wanted.type })
  return [{ key, width: wanted.width, height: made.height, type: wanted.type }]
}

/** Files of an owner and purpose, held until the transaction ends, so that no sweep takes them away from who is about to show them. */
export const lockPrivateFiles = (
  ctx: Context,
  fileIds: readonly string[],
  { ownerId, purpose }: { ownerId: string; purpose: PrivatePurpose },
): Promise<StoredFile[]> =>
  fileIds.length === 0
    ? Promise.resolve([])
    : ctx.db
        .select()
        .from(files)
        .where(and(inArray(files.id, [...fileIds]), eq(files.ownerId, ownerId), eq(files.purpose, purpose)))
        .orderBy(sql`${files.id}`)
        .for('update')

/** A private file of this purpose; null where there is none. */
export async function findPrivateFile(ctx: Context, fileId: string, purpose: PrivatePurpose): Promise<StoredFile | null> {
  const [file] = await ctx.db
    .select()
    .from(files)
    .where(and(eq(files.id, fileId), eq(files.purpose, purpose)))
  return file ?? null
}

/** How long an address of a private file opens it at least, and by how much longer it may: so that a page that is read again names the same. */
const OPEN_SECONDS = 10 * 60

const proofOf = (ctx: Pick<Context, 'config'>, fileId: string, until: number): string =>
  createHmac('sha256', ctx.config.secret).update(`private-file:${fileId}:${until}`).digest('base64url').slice(0, 27)

/** Where somebody who may read a private file finds it, for ten to twenty minutes. */
export function privateAddress(ctx: Context, fileId: string): string {
  return addressUntil(ctx, fileId, (Math.floor(ctx.now.getTime() / 1000 / OPEN_SECONDS) + 2) * OPEN_SECONDS)
}

/** The same for who is sent there at once; a picture on request in little. */
export const briefAddress = (ctx: Context, fileId: string, { seconds, small }: { seconds: number; small: boolean }): string =>
  addressUntil(ctx, fileId, Math.floor(ctx.now.getTime() / 1000) + seconds) + (small ? '&size=small' : '')

const addressUntil = (ctx: Context, fileId: string, until: number): string =>
  `/files/private/${fileId}?until=${until}&proof=${proofOf(ctx, fileId, until)}`

/** The bytes behind such an address; null where there is none or its time is over. `name` is what it is called when it is saved. */
export async function readPrivateFile(
  ctx: Context,
  { fileId, until, proof, size }: { fileId: string; until: number; proof: string; size?: 'small' },
): Promise<{ body: Uint8Array; contentType: string; name: string | null } | null> {
  const expected = Buffer.from(proofOf(ctx, fileId, until))
  const given = Buffer.from(proof)
  const isGenuine = expected.length === given.length && timingSafeEqual(expected, given)
  if (!isGenuine || until * 1000 < ctx.now.getTime()) return null

  const [file] = await ctx.db
    .select({ key: files.key, name: files.name, renditions: files.renditions })
    .from(files)
    .where(and(eq(files.id, fileId), inArray(files.purpose, [...PRIVATE_PURPOSES])))
  if (!file) return null
  const stored = await ctx.storage.get((size && file.renditions[0]?.key) ?? file.key)
  return stored && { ...stored, name: file.name }
}
