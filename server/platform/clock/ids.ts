import { randomFillSync } from 'node:crypto'

const ID_BYTES = 16
/** Randomness is fetched for many ids at once: a call for each costs more than the rest of it. */
const pool = Buffer.alloc(256 * ID_BYTES)
let used = pool.length

/** A uuid v7 (RFC 9562 §5.7): 48 bits of milliseconds, then 74 random bits. */
export function newId(): string {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const bytes = pool.subarray(used, (used += ID_BYTES))
  bytes.writeUIntBE(Date.now(), 0, 6)
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80

  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** When an id was given; an invalid date for what is none of ours. */
export const momentOfId = (id: string): Date => new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16))
