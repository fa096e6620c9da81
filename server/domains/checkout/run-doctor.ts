import { and, eq, isNull } from 'drizzle-orm'
import { doctorRuns } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { Finding } from '#server/platform/doctor/finding'
import { inspectMarketplace } from './inspect-marketplace'

/** Looks at every invariant, once a run: of two nodes that begin the same one only one does. */
export async function runDoctor(ctx: Context, runId: string): Promise<void> {
  const [taken] = await ctx.db
    .update(doctorRuns)
    .set({ startedAt: ctx.now })
    .where(and(eq(doctorRuns.id, runId), isNull(doctorRuns.startedAt), isNull(doctorRuns.finishedAt)))
    .returning({ id: doctorRuns.id })
  if (!taken) return

  const findings = await inspectMarketplace(ctx).catch((error): Finding[] | null => {
    ctx.log.error({ error, runId }, 'the doctor could not look at everything')
    return null
  })
  await ctx.db.update(doctorRuns).set({ findings, finishedAt: ctx.now }).where(eq(doctorRuns.id, runId))
  const broken = findings?.filter(({ ok }) => !ok) ?? []
  if (broken.length > 0) ctx.log.error({ runId, broken: broken.map(({ invariant }) => invariant) }, 'the doctor found something')
}
