const MOST_CHARACTERS = 100
/** Nothing that ends a header or a path, or shows an ending that it has not, as marks of direction do. */
const UNWANTED = /[\p{C}\p{Zl}\p{Zp}"<>:|?*]/gu

const ENDINGS = {
  'image/webp': ['webp'],
  'application/pdf': ['pdf'],
  'text/csv': ['csv'],
  'text/plain': ['txt'],
} as const
const PICTURE_ENDING = /\.(?:jpe?g|png|webp|avif|heic)$/i

export type KeptType = keyof typeof ENDINGS

/** What a file is called when it is saved: as where it comes from, with the ending of what it is. */
export function keptName(given: string, contentType: KeptType): string {
  const last = given.split(/[/\\]/).at(-1)!.replace(UNWANTED, '').trim()
  const [ending] = ENDINGS[contentType]
  const isRight = last.toLowerCase().endsWith(`.${ending}`)
  const base = isRight ? last.slice(0, -ending.length - 1) : contentType === 'image/webp' ? last.replace(PICTURE_ENDING, '') : last
  const shown = [...base.replace(/^\.+/, '')].slice(0, MOST_CHARACTERS).join('').trim()
  return `${shown || 'file'}.${ending}`
}
