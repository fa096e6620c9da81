/** What Unicode does not take apart into a letter and an accent. */
const SPELT_OUT: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ł: 'l', þ: 'th', ð: 'd', ı: 'i' }
const LONGEST = 80

/** A title as part of an address: `Käse & Brot` becomes `kase-brot`. Empty when no letter or digit is left. */
export function slugify(title: string): string {
  const plain = title
    .toLowerCase()
    .replace(/[ßæœøđłþðı]/g, (letter) => SPELT_OUT[letter]!)
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
  const words = plain.match(/[a-z0-9]+/g) ?? []

  let slug = ''
  for (const word of words) {
    const longer = slug ? `${slug}-${word}` : word
    if (longer.length > LONGEST) break
    slug = longer
  }
  return slug || (words[0]?.slice(0, LONGEST) ?? '')
}
