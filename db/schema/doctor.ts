import { sql } from 'drizzle-orm'
import { jsonb, pgTable, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { createdAt, moment, primaryId } from '../columns'

/** What a run of the doctor found of one invariant; of what breaks it a few rows. */
export interface KeptFinding {
  invariant: string
  ok: boolean
  rows: number
  examples: unknown[]
}

/** The times that every invariant was looked at; one at a time. */
export const doctorRuns = pgTable(
  'doctor_runs',
  {
    id: primaryId(),
    /** Who asked for it; null for the clock. */
    askedBy: uuid(),
    askedAt: createdAt(),
    startedAt: moment(),
    finishedAt: moment(),
    /** Null until it has finished, and where it was cut off. */
    findings: jsonb().$type<KeptFinding[]>(),
  },
  (table) => [
    uniqueIndex('one_doctor_run_at_once')
      .on(sql`(${table.finishedAt} is null)`)
      .where(sql`${table.finishedAt} is null`),
  ],
)
