import { createHash } from 'node:crypto'
import type { FilePurpose } from '#shared/lifecycles/file'
import type { WantedRendition } from './encode-picture'

export const PICTURES_FOLDER = 'pictures/'
/** What nobody can read without an address that was made for them. */
export const PRIVATE_FOLDER = 'private/'
/** Where sizes of pictures are read; the rest of the address is their key without its folder. */
export const PICTURE_ADDRESS = '/files/p/'

/**
 * The folder of a picture in storage, named by its content, purpose and owner: the same upload twice is one
 * picture, and what belongs to one shop can be deleted without asking who else shows the same bytes.
 */
export function pictureFolder(bytes: Uint8Array, purpose: FilePurpose, ownerId: string | null): { folder: string; sha256: string } {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const name = createHash('sha256')
    .update(`${sha256}|${purpose}|${ownerId ?? ''}`)
    .digest('hex')
  return { folder: `${PICTURES_FOLDER}${name.slice(0, 32)}`, sha256 }
}

export const sourceKey = (folder: string) => `${folder}/source.webp`
export const documentKey = (folder: string, kind: 'pdf' | 'txt') => `${folder}/source.${kind}`
/** What the row of a file in this folder can be called by. */
export const sourceKeys = (folder: string) => [sourceKey(folder), documentKey(folder, 'pdf'), documentKey(folder, 'txt')]
export const folderOf = (key: string) => key.slice(0, key.lastIndexOf('/'))
export const renditionKey = (folder: string, { width, type }: WantedRendition) => `${folder}/${width}.${type.slice('image/'.length)}`
export const renditionAddress = (key: string) => PICTURE_ADDRESS + key.slice(PICTURES_FOLDER.length)
/** The key of a size by its address; only sizes can be read, never the source. */
export const keyOfAddress = (folder: string, name: string): string | null =>
  /^[0-9a-f]{32}$/.test(folder) && /^\d{1,4}\.(?:webp|avif)$/.test(name) ? `${PICTURES_FOLDER}${folder}/${name}` : null
export const KEY_FOLDER_LENGTH = PICTURES_FOLDER.length
