import { and, desc, isNotNull, isNull } from 'drizzle-orm'
import { doctorRuns } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { DoctorFinding, DoctorView } from '#shared/contracts/doctor'
import { doctorNotYours } from './checkout-errors'
import { mayAskDoctor } from './checkout-policy'
import { canRepair } from './repair-marketplace'

/** What the doctor found when it last looked, and whether it looks now; for admins. */
export async function getDoctor(ctx: Context, actor: Actor): Promise<DoctorView> {
  if (!mayAskDoctor(actor)) throw doctorNotYours()

  const [[running], [latest]] = await Promise.all([
    ctx.db.select().from(doctorRuns).where(isNull(doctorRuns.finishedAt)),
    ctx.db
      .select()
      .from(doctorRuns)
      .where(and(isNotNull(doctorRuns.finishedAt), isNotNull(doctorRuns.findings)))
      .orderBy(desc(doctorRuns.finishedAt))
      .limit(1),
  ])
  return {
    runningSince: running?.askedAt.toISOString() ?? null,
    latest: latest
      ? {
          at: latest.finishedAt!.toISOString(),
          findings: latest.findings!.map(({ examples, ...finding }) => ({
            ...finding,
            examples: examples.map(presentExample),
            canRepair: !finding.ok && canRepair(finding.invariant),
          })),
        }
      : null,
  }
}

function presentExample(example: unknown): DoctorFinding['examples'][number] {
  const entries = Object.entries((example ?? {}) as Record<string, unknown>).filter(([, value]) => value !== null)
  const number = entries.map(([, value]) => /^S-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(String(value))?.[0]).find(Boolean)
  return {
    groupNumber: number ?? null,
    facts: entries.map(([name, value]) => ({ name, value: typeof value === 'object' ? JSON.stringify(value) : String(value) })),
  }
}
