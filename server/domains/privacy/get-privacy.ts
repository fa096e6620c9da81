import { desc, eq } from 'drizzle-orm'
import { consents } from '#db/schema'
import { readOwnRow, shownOf } from '#server/domains/accounts'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { CHOSEN_CONSENTS, CONSENT_VERSION, type ConsentChange, type PrivacyView } from '#shared/contracts/privacy'
import { latestExport, nextExportAt, presentExport } from './request-export'

/** What somebody can say about their own data, and has said. */
export async function getPrivacy(ctx: Context, actor: Actor): Promise<PrivacyView> {
  const user = await readOwnRow(ctx, actor)
  const [latest, said] = await Promise.all([
    latestExport(ctx, user.id),
    ctx.db.select().from(consents).where(eq(consents.userId, user.id)).orderBy(desc(consents.createdAt), desc(consents.id)),
  ])
  return {
    latestExport: latest && presentExport(latest),
    nextExportAt: nextExportAt(ctx, latest)?.toISOString() ?? null,
    erasureDueAt: user.erasureDueAt?.toISOString() ?? null,
    hasTwoFactor: user.totpSecret !== null,
    shown: shownOf(user),
    consents: CHOSEN_CONSENTS.map((kind) => {
      const newest = said.find((consent) => consent.kind === kind)
      return { kind, granted: newest?.granted ?? false, since: newest?.createdAt.toISOString() ?? null }
    }),
  }
}

/** Agrees to something or takes it back. What was said before stays on record. */
export async function giveConsent(ctx: Context, actor: Actor, { kind, granted }: ConsentChange): Promise<PrivacyView> {
  const view = await getPrivacy(ctx, actor)
  if (view.consents.some((consent) => consent.kind === kind && consent.granted === granted && consent.since)) return view

  const said = { id: ctx.newId(), userId: actor.userId!, kind, granted, version: CONSENT_VERSION, createdAt: ctx.now }
  await ctx.db.insert(consents).values(said)
  return getPrivacy(ctx, actor)
}
