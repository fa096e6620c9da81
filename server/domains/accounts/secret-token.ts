import { createHash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** 256 bits. */
const BODY_LENGTH = 43
const CHECK_LENGTH = 6

const PREFIX = { apiKey: 'souk_', refresh: 'soukr_' } as const
type Kind = keyof typeof PREFIX

const base62 = (value: bigint, length: number): string => {
  let text = ''
  for (let rest = value; text.length < length; rest /= 62n) text = LETTERS[Number(rest % 62n)] + text
  return text
}
const checkOf = (text: string) => base62(BigInt(crc32(text)), CHECK_LENGTH)

/** A secret that scanners know by its first letters and its last, a checksum, when it lies where it should not. */
export function newSecretToken(kind: Kind): string {
  const text = PREFIX[kind] + base62(BigInt(`0x${randomBytes(32).toString('hex')}`), BODY_LENGTH)
  return text + checkOf(text)
}

/** Whether it can be one; most of what is made up is told apart without asking the database. */
export function looksLikeSecretToken(kind: Kind, token: string): boolean {
  const text = token.slice(0, -CHECK_LENGTH)
  return token.startsWith(PREFIX[kind]) && text.length === PREFIX[kind].length + BODY_LENGTH && token === text + checkOf(text)
}

/** What is stored instead: nothing a thief of the table could use. */
export const hashSecretToken = (token: string): string => createHash('sha256').update(token).digest('hex')
