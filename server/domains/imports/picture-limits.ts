export const BRING_PICTURES = 'imports.bring-pictures'

/** The most that is fetched, or unpacked, of one picture. */
export const PICTURE_BYTES = 20 * 1024 * 1024
