/** A text as the eye reads it: without characters that nobody sees, and wide or fancy letters as plain ones. */
const asRead = (text: string): string =>
  text
    .replace(/[\p{Cf}\u034F]/gu, '')
    .normalize('NFKC')
    .replace(/\p{Mn}/gu, '')

/** As a whole word, in whatever case; words with a space are found across any space. */
function patternOf(word: string): RegExp {
  const pattern = asRead(word)
    .trim()
    .split(/\s+/)
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`))
    .join(String.raw`\s+`)
  return new RegExp(String.raw`(?<![\p{L}\p{N}])${pattern}(?![\p{L}\p{N}])`, 'iu')
}

/** Tells which of these words a text says, as the eye reads it. */
export function wordFinder(words: readonly string[]): (text: string) => string[] {
  const patterns = words.filter((word) => asRead(word).trim()).map((word) => ({ word, pattern: patternOf(word) }))
  return (text) => {
    const read = asRead(text)
    return patterns.filter(({ pattern }) => pattern.test(read)).map(({ word }) => word)
  }
}
