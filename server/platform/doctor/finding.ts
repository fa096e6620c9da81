import type { SQL } from 'drizzle-orm'
import type { Context } from '../context'

/** What the doctor says of one invariant. */
export interface Finding {
  invariant: string
  ok: boolean
  /** How many rows break it. */
  rows: number
  examples: unknown[]
}

const EXAMPLES = 5

/** Counts what breaks an invariant: `offenders` selects the rows that must not exist. */
export async function inspect(ctx: Pick<Context, 'db'>, invariant: string, offenders: SQL): Promise<Finding> {
  const rows = await ctx.db.execute(offenders)
  return { invariant, ok: rows.length === 0, rows: rows.length, examples: rows.slice(0, EXAMPLES) }
}
