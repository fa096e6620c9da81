import { sql, type SQL } from 'drizzle-orm'
import type { Rendition } from '#db/schema'
import type { Picture } from '#shared/contracts/common'
import type { GalleryPicture } from '#shared/contracts/files'
import { KEY_FOLDER_LENGTH, PICTURE_ADDRESS, renditionAddress } from './picture-keys'

/** What a picture's row has to have to be shown. */
export interface ShownFile {
  width: number | null
  height: number | null
  placeholder: string | null
  renditions: Rendition[]
}

const addressesOf = (renditions: Rendition[], type: Rendition['type']) =>
  renditions
    .filter((rendition) => rendition.type === type)
    .map(({ key, width }) => ({ url: renditionAddress(key), width }))
    .sort((one, other) => one.width - other.width)

export const presentPicture = (file: ShownFile, alt: string): Picture => ({
  alt,
  placeholder: file.placeholder,
  renditions: addressesOf(file.renditions, 'image/webp'),
})

export const presentGalleryPicture = (file: ShownFile, alt: string): GalleryPicture => ({
  ...presentPicture(file, alt),
  width: file.width ?? 0,
  height: file.height ?? 0,
  avif: addressesOf(file.renditions, 'image/avif'),
})

/** The widest rendition that a card needs. */
const CARD_WIDTH = 640

/** `presentPicture` for a card, made by Postgres out of a row of `files` with this alias; `withPlaceholder` costs 200 bytes. */
export const cardPictureSql = (file: SQL, alt: SQL, withPlaceholder: SQL): SQL => sql`jsonb_build_object(
  'alt', ${alt},
  'placeholder', case when ${withPlaceholder} then ${file}.placeholder end,
  'renditions', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'url', ${sql.raw(`'${PICTURE_ADDRESS}'`)} || substr(size->>'key', ${sql.raw(String(KEY_FOLDER_LENGTH + 1))}),
      'width', (size->>'width')::int
    ) order by (size->>'width')::int), '[]'::jsonb)
    from jsonb_array_elements(${file}.renditions) size
    where size->>'type' = 'image/webp' and (size->>'width')::int <= ${sql.raw(String(CARD_WIDTH))}
  )
)`
