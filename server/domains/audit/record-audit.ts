import { auditEntries } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'

export interface AuditedAct {
  /** Such as `accounts.password_changed`. */
  action: string
  subject: { type: string; id: string }
  /** The shop whose members may read it. */
  shopId?: string
  /** Before and after; never a secret. */
  details?: Record<string, unknown>
}

/**
 * Writes down who did what, in the transaction that does it. Entries form a chain, so writers queue until the one before
 * them commits: call it last.
 */
export async function recordAudit(ctx: Context, actor: Actor, { action, subject, shopId, details = {} }: AuditedAct): Promise<void> {
  await ctx.db.insert(auditEntries).values({
    actorId: actor.userId,
    actorRole: actor.role,
    action,
    subjectType: subject.type,
    subjectId: subject.id,
    shopId,
    details,
    address: actor.address,
    createdAt: ctx.now,
    ...GIVEN_BY_THE_TRIGGER,
  })
}

const GIVEN_BY_THE_TRIGGER = { position: 0, previousHash: '', hash: '' }
