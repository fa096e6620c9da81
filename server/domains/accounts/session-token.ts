import { createHash, randomBytes } from 'node:crypto'

const TOKEN_BYTES = 32

/** What a browser holds. Its first letter says how long its session may idle, so that this is known before the row is read. */
export const newSessionToken = (persistent: boolean): string => (persistent ? 'p' : 'b') + randomBytes(TOKEN_BYTES).toString('base64url')

export const isPersistentToken = (token: string): boolean => token.startsWith('p')

/** The id of a token's session: its SHA-256, so that the table holds nothing a thief could use. */
export const sessionIdOf = (token: string): string => createHash('sha256').update(token).digest('hex')
