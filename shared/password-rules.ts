export const PASSWORD_MIN = 8
/** Bounds the work of hashing; long passphrases fit. */
export const PASSWORD_MAX = 256

/** Whom a password is for: what others would try first. */
export interface PasswordOwner {
  siteName: string
  email: string
  name: string
}

/** Why a password is refused. There are no rules of composition: length and not being guessed make a password strong. */
export type PasswordRefusal = 'short' | 'common' | 'site_name' | 'personal'

/** A shorter word is in too many passwords by chance. */
const WORD_MIN = 3

/**
 * The rules for every password that somebody chooses. `common` holds passwords in lower case; it is handed in, so that
 * pages need not load it. Null when the password is fine.
 */
export function passwordRefusal(password: string, owner: PasswordOwner, common: ReadonlySet<string>): PasswordRefusal | null {
  const plain = fold(password)
  if (lengthOf(password) < PASSWORD_MIN) return 'short'
  if (common.has(plain)) return 'common'
  if (leansOn(plain, [owner.siteName])) return 'site_name'
  if (leansOn(plain, wordsOf(owner))) return 'personal'
  return null
}

/** Whether the password would be too short without these words. */
function leansOn(plain: string, words: readonly string[]): boolean {
  const known = words.map(fold).filter((word) => lengthOf(word) >= WORD_MIN && plain.includes(word))
  const rest = known.sort((one, other) => other.length - one.length).reduce((left, word) => left.replaceAll(word, ''), plain)
  return known.length > 0 && lengthOf(rest) < PASSWORD_MIN
}

function wordsOf({ email, name }: PasswordOwner): string[] {
  const [mailbox = ''] = email.split('@')
  return [email, mailbox, ...mailbox.split(/[.+_-]/), name, name.replace(/\s/g, ''), ...name.split(/\s+/)]
}

const fold = (text: string) => text.normalize('NFKC').toLowerCase()
/** In characters as people count them, not in UTF-16 units. */
const lengthOf = (text: string) => [...text].length
