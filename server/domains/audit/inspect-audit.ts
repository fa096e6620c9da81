import { sql } from 'drizzle-orm'
import type { Context } from '#server/platform/context'
import { inspect, type Finding } from '#server/platform/doctor/finding'

/** The chain of audit entries is whole: none changed, none missing. */
export const inspectAudit = (ctx: Context): Promise<Finding[]> =>
  Promise.all([
    inspect(
      ctx,
      'no audit entry was changed or removed',
      sql`
        select entry.position, entry.action from (
          select e.*, lag(e.hash, 1, repeat('0', 64)) over chain as expected_previous, row_number() over chain as expected_position
          from audit_entries e window chain as (order by e.position)
        ) entry
        join audit_entries self on self.position = entry.position
        where entry.previous_hash <> entry.expected_previous or entry.position <> entry.expected_position
          or entry.hash <> audit_entry_hash(self)`,
    ),
  ])
