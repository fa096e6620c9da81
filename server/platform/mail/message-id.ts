import { createHash } from 'node:crypto'

/** The same key always names the same mail, so a provider or a mailbox can drop the second copy. */
export const mailKey = (idempotencyKey: string): string => createHash('sha256').update(idempotencyKey).digest('hex').slice(0, 40)
