/** What German puts between the parts of a compound: Liebe·s·brief, Eiche·n·tisch. */
const LINKS = ['s', 'es', 'n', 'en', 'er', 'e']
const SHORTEST_PART = 3

/** How the first part of a compound may be called when it stands alone: `eichen` → eichen, eiche, eich; `woll` → woll, wolle. */
export const modifierForms = (part: string): string[] => [
  part,
  `${part}e`,
  ...LINKS.filter((link) => part.endsWith(link) && part.length - link.length >= SHORTEST_PART).map((link) => part.slice(0, -link.length)),
]

/** Every way to take a word apart into two: `wolldecke` → woll·decke, with the forms that `woll` may have alone. */
export const splitsOf = (word: string): { first: string; second: string }[] =>
  Array.from({ length: Math.max(0, word.length - 2 * SHORTEST_PART + 1) }, (_, index) => index + SHORTEST_PART).flatMap((place) =>
    modifierForms(word.slice(0, place)).map((first) => ({ first, second: word.slice(place) })),
  )

/** Every compound that two words may form, in either order: `tea pot` → teapot, pottea; `jacke regen` → regenjacke. */
export const joinsOf = (one: string, other: string): string[] =>
  [
    [one, other],
    [other, one],
  ].flatMap(([first, second]) => [
    first! + second!,
    ...LINKS.map((link) => first! + link + second!),
    ...(first!.endsWith('e') ? [first!.slice(0, -1) + second!] : []),
  ])

/** Germans without umlauts on their keyboard write `kraeutertee`. */
export const umlautForm = (word: string): string | null => {
  const form = word
    .replace(/ae/g, 'a')
    .replace(/oe/g, 'o')
    .replace(/(?<![aeq])ue(?=.)/g, 'u')
  return form === word ? null : form
}

/** `500ml` is 500 and ml. */
export const numberAndUnit = (word: string): [string, string] | null => {
  const parts = /^(\d+(?:\.\d+)?)([a-z]+)$/.exec(word)
  return parts ? [parts[1]!, parts[2]!] : null
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz'

/** Everything that is one slip of the fingers away from a short word, for which trigrams are too coarse. */
export function oneSlipAway(word: string): string[] {
  const near = new Set<string>()
  for (let place = 0; place <= word.length; place++) {
    const [before, after] = [word.slice(0, place), word.slice(place)]
    for (const letter of ALPHABET) {
      near.add(before + letter + after)
      if (after) near.add(before + letter + after.slice(1))
    }
    if (after) near.add(before + after.slice(1))
    if (after.length > 1) near.add(before + after[1] + after[0] + after.slice(2))
  }
  near.delete(word)
  return [...near]
}

/** How many slips (a letter too many, too few, another, or two swapped) lead from one word to the other. */
export function slipsBetween(one: string, other: string): number {
  let [before, last]: [number[], number[]] = [[], Array.from({ length: other.length + 1 }, (_, index) => index)]
  for (let row = 1; row <= one.length; row++) {
    const next = [row]
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1]
      const swapped = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      const fewest = Math.min(last[column]! + 1, next[column - 1]! + 1, last[column - 1]! + (same ? 0 : 1))
      next[column] = swapped ? Math.min(fewest, before[column - 2]! + 1) : fewest
    }
    ;[before, last] = [last, next]
  }
  return last[other.length]!
}

/** How many slips a word may have and still be recognised. */
export const slipsAllowed = (word: string): number => (word.length < 6 ? 1 : word.length < 10 ? 2 : 3)

/** English plurals that no stemmer knows. */
const IRREGULAR: Record<string, string> = {
  children: 'child',
  women: 'woman',
  men: 'man',
  feet: 'foot',
  teeth: 'tooth',
  mice: 'mouse',
  geese: 'goose',
  people: 'person',
}

/** Forms that a stemmer takes for another word: knives and a knife, scarves and a scarf, and the other way round. */
export function inflectionsOf(word: string): string[] {
  const singular = Object.entries(IRREGULAR).flatMap(([many, one]) => (word === many ? [one] : word === one ? [many] : []))
  if (word.length > 4 && word.endsWith('ves')) return [...singular, `${word.slice(0, -3)}f`, `${word.slice(0, -3)}fe`]
  if (word.length > 3 && /fe?$/.test(word)) return [...singular, `${word.replace(/fe?$/, '')}ves`]
  return singular
}
