export type Encoding = 'br' | 'gzip' | 'identity'

/** Browsers send a handful of different headers; whoever makes up others is read each time. */
const KEPT = 64
const known = new Map<string, Encoding>()

/** What a body may be packed with: the one that is wanted most, brotli where both are wanted alike (RFC 9110, 12.5.3). */
export function acceptedEncoding(header: string | string[] | undefined): Encoding {
  const text = String(header ?? '')
  const kept = known.get(text)
  if (kept) return kept

  const chosen = choose(text)
  if (known.size < KEPT) known.set(text, chosen)
  return chosen
}

function choose(text: string): Encoding {
  const weights = new Map(text.toLowerCase().split(',').map(weighed))
  const [br, gzip] = [weights.get('br') ?? 0, weights.get('gzip') ?? 0]
  if (br === 0 && gzip === 0) return 'identity'
  return br >= gzip ? 'br' : 'gzip'
}

/** `gzip;q=0.5`; without a weight it is 1, and one that nobody can read counts as a refusal. */
function weighed(item: string): [encoding: string, weight: number] {
  const [encoding = '', ...parameters] = item.split(';').map((part) => part.trim())
  const given = parameters.find((parameter) => /^q\s*=/.test(parameter))
  const weight = given === undefined ? 1 : Number(given.replace(/^q\s*=\s*/, ''))
  return [encoding, weight > 0 ? weight : 0]
}
