import { randomInt } from 'node:crypto'
import { throughHashingGate } from './hashing-gate'
import { inHashingThread } from './hashing-threads'

/** Argon2id as OWASP advises; 2 is its number in the library, whose enum is erased at build. */
export const ARGON2ID = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** The hash of a password that nobody knows, made with the same cost: an unknown address takes as long as a known one. */
export const HASH_OF_NOBODY = '$argon2id$v=19$m=19456,t=2,p=1$pVHdfceWJxLfeXrB2KxBEg$e9Ir6EdKAkYuU6XVrzW/oSaafDFUPOmWrPq9OKD3nYo'

/** The PHC string to store. The password is normalised, so that every keyboard types the same one. */
export const hashPassword = (password: string): Promise<string> =>
  throughHashingGate(() => inHashingThread('hashSync', password.normalize('NFKC'), ARGON2ID))

/** Whether the password belongs to the hash; with no hash it does the same work and says no. */
export async function passwordFits(password: string, storedHash: string | null): Promise<boolean> {
  const fits = await throughHashingGate(() => inHashingThread('verifySync', storedHash ?? HASH_OF_NOBODY, password.normalize('NFKC')))
  return fits && storedHash !== null
}

/** A password to hand over once: 16 characters that read well aloud, about 79 bits. */
export function newOneTimePassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
  const characters = Array.from({ length: 16 }, () => letters[randomInt(letters.length)])
  return characters.join('').replace(/(.{4})(?=.)/g, '$1-')
}
