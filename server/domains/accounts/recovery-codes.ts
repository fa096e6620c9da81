import { and, count, eq, isNull } from 'drizzle-orm'
import { createHash, randomInt } from 'node:crypto'
import { recoveryCodes } from '#db/schema'
import type { Context } from '#server/platform/context'
import { throughHashingGate } from './hashing-gate'
import { inHashingThread } from './hashing-threads'
import { ARGON2ID } from './passwords'

const CODES = 10
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz'
const LENGTH = 10
const SALT_BYTES = 16

/** Codes to show once, with what is to be stored of them. */
export interface NewRecoveryCodes {
  codes: string[]
  hashes: string[]
}

/**
 * What is stored of a code. Fifty bits of chance deserve a slow hash; its salt follows from the owner, so that one hash
 * finds a code among ten. Takes as long as a password: not inside a transaction.
 */
export async function hashRecoveryCode(userId: string, code: string): Promise<string> {
  const salt = createHash('sha256').update(`recovery codes of ${userId}`).digest().subarray(0, SALT_BYTES)
  const hash = await throughHashingGate(() => inHashingThread('hashRawSync', code, { ...ARGON2ID, salt }))
  return Buffer.from(hash).toString('hex')
}

export async function newRecoveryCodes(userId: string): Promise<NewRecoveryCodes> {
  const codes = Array.from({ length: CODES }, () => Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join(''))
  const hashes: string[] = []
  for (const code of codes) hashes.push(await hashRecoveryCode(userId, code))
  return { codes: codes.map((code) => `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`), hashes }
}

/** Puts new codes in the place of whatever codes there were. */
export async function storeRecoveryCodes(ctx: Context, userId: string, { hashes }: NewRecoveryCodes): Promise<void> {
  await ctx.db.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId))
  await ctx.db.insert(recoveryCodes).values(hashes.map((codeHash) => ({ id: ctx.newId(), userId, codeHash, createdAt: ctx.now })))
}

/** Uses a code up; false when it is none, or was used before. */
export async function useRecoveryCode(ctx: Context, userId: string, codeHash: string): Promise<boolean> {
  const used = await ctx.db
    .update(recoveryCodes)
    .set({ usedAt: ctx.now })
    .where(and(eq(recoveryCodes.userId, userId), eq(recoveryCodes.codeHash, codeHash), isNull(recoveryCodes.usedAt)))
    .returning({ id: recoveryCodes.id })
  return used.length > 0
}

export async function countRecoveryCodes(ctx: Context, userId: string): Promise<number> {
  const [row] = await ctx.db
    .select({ left: count() })
    .from(recoveryCodes)
    .where(and(eq(recoveryCodes.userId, userId), isNull(recoveryCodes.usedAt)))
  return row!.left
}
