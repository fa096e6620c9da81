export type Piece = { kind: 'text'; text: string } | { kind: 'link'; text: string; href: string; isOwn: boolean }

/** Nothing but addresses of the web; what stands in quotes or angle brackets ends before them. */
const ADDRESS = /\bhttps?:\/\/[^\s<>"'`\p{C}]+/giu
/** Marks that end a sentence rather than an address. */
const AFTER_ADDRESS = /[.,:;!?…]+$/u

/** A text with its addresses as links; `origin` is the marketplace's own. An address that a browser would not take stays text. */
export function piecesOf(text: string, origin: string): Piece[] {
  const pieces: Piece[] = []
  let from = 0
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const shown = withoutEnd(found)
    const url = parsed(shown)
    if (!url?.hostname || url.username || url.password) continue
    if (index > from) pieces.push({ kind: 'text', text: text.slice(from, index) })
    pieces.push({ kind: 'link', text: shown, href: url.href, isOwn: url.origin === origin })
    from = index + shown.length
  }
  if (from < text.length) pieces.push({ kind: 'text', text: text.slice(from) })
  return pieces
}

function parsed(address: string): URL | null {
  try {
    return new URL(address)
  } catch {
    return null
  }
}

/** A bracket that was opened before an address is closed after it. */
function withoutEnd(address: string): string {
  for (let kept = address; ;) {
    const before = kept
    kept = kept.replace(AFTER_ADDRESS, '')
    for (const [open, close] of ['()', '[]', '{}'] as const)
      if (kept.endsWith(close!) && kept.split(close!).length > kept.split(open!).length) kept = kept.slice(0, -1)
    if (kept === before) return kept
  }
}

const ONE = String.raw`\p{Extended_Pictographic}\ufe0f?\p{Emoji_Modifier}?`
const FEW_EMOJI = new RegExp(String.raw`^(?:(?:\p{Regional_Indicator}{2}|${ONE}(?:\u200d${ONE})*)\s?){1,6}$`, 'u')

/** A message of a few emoji and nothing else, which is shown larger. */
export const isOnlyEmoji = (text: string): boolean => FEW_EMOJI.test(text)

export interface OwnPage {
  kind: 'product' | 'shop'
  slug: string
}

const OWN_PAGE = /^(?:\/[a-z]{2})?\/(products|shops)\/([a-z0-9]+(?:-[a-z0-9]+)*)$/

/** The first product or shop of the marketplace that a text has the address of. */
export function ownPageIn(text: string, origin: string): OwnPage | null {
  for (const piece of piecesOf(text, origin)) {
    const found = piece.kind === 'link' && piece.isOwn ? OWN_PAGE.exec(new URL(piece.href).pathname) : null
    if (found) return { kind: found[1] === 'products' ? 'product' : 'shop', slug: found[2]! }
  }
  return null
}
