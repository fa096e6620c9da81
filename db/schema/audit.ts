import { bigint, index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt } from '../columns'

/**
 * Who did what to what: security events and the acts of admins and sellers. Append-only; each entry's hash covers the
 * one before it, so that a change of the past shows. Triggers give `position`, `previousHash` and `hash`.
 */
export const auditEntries = pgTable(
  'audit_entries',
  {
    position: bigint({ mode: 'number' }).primaryKey(),
    /** Null for a visitor and for the system. No reference: the entry outlives the account. */
    actorId: uuid(),
    actorRole: text().notNull(),
    /** Such as `accounts.password_changed`. */
    action: text().notNull(),
    subjectType: text().notNull(),
    subjectId: text().notNull(),
    /** The shop whose members may read it; null for the marketplace's own. */
    shopId: uuid(),
    /** What changed: before and after, never a secret. */
    details: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    address: text(),
    createdAt: createdAt(),
    previousHash: text().notNull(),
    /** SHA-256 (hex) of the previous hash and this row. */
    hash: text().notNull(),
  },
  (table) => [
    index('audit_entries_of_subject').on(table.subjectType, table.subjectId, table.position),
    index('audit_entries_of_actor').on(table.actorId, table.position),
    index('audit_entries_of_shop').on(table.shopId, table.position),
  ],
)
