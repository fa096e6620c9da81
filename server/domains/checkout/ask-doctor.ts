import { and, isNull, lt } from 'drizzle-orm'
import { doctorRuns } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { mayAskDoctor } from './checkout-policy'
import { doctorNotYours } from './checkout-errors'

/** The job that looks. */
export const RUN_DOCTOR = 'checkout.run-doctor'
/** Far longer than a look takes: whoever has not finished by then was cut off. */
const DOCTOR_PATIENCE_MS = 15 * 60 * 1000

/** Has every invariant looked at by a job; while one looks, nobody else does, on however many nodes. For admins and the clock. */
export function askDoctor(ctx: Context, actor: Actor): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    if (!mayAskDoctor(actor)) throw doctorNotYours()

    await ctx.db
      .update(doctorRuns)
      .set({ finishedAt: ctx.now })
      .where(and(isNull(doctorRuns.finishedAt), lt(doctorRuns.askedAt, new Date(ctx.now.getTime() - DOCTOR_PATIENCE_MS))))
    const [asked] = await ctx.db
      .insert(doctorRuns)
      .values({ id: ctx.newId(), askedBy: actor.userId, askedAt: ctx.now })
      .onConflictDoNothing()
      .returning({ id: doctorRuns.id })
    if (!asked) return

    await ctx.queue.send(ctx.db, RUN_DOCTOR, { runId: asked.id })
    await recordAudit(ctx, actor, { action: 'doctor.asked', subject: { type: 'doctor_run', id: asked.id }, details: {} })
  })
}
