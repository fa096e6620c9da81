const startsWith = (bytes: Uint8Array, signature: readonly number[], at = 0) =>
  signature.every((value, index) => bytes[at + index] === value)
const ascii = (text: string) => [...text].map((char) => char.charCodeAt(0))

/** What a file is by its own first bytes; null for all that we do not take, such as SVG, which may hold scripts. */
export function pictureKind(bytes: Uint8Array): 'jpeg' | 'png' | 'webp' | 'avif' | null {
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return 'jpeg'
  if (startsWith(bytes, [0x89, ...ascii('PNG'), 0x0d, 0x0a, 0x1a, 0x0a])) return 'png'
  if (startsWith(bytes, ascii('RIFF')) && startsWith(bytes, ascii('WEBP'), 8)) return 'webp'
  if (startsWith(bytes, ascii('ftypavif'), 4) || startsWith(bytes, ascii('ftypavis'), 4)) return 'avif'
  return null
}

const MARKUP = /<(?:script|html|svg|iframe|!doctype|\?php)[\s>]/i

/** Whether a picture is a page as well, for whoever reads it as one. A camera writes no such thing. */
export const holdsMarkup = (bytes: Uint8Array): boolean =>
  MARKUP.test(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'))
