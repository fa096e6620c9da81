import { and, desc, eq, inArray } from 'drizzle-orm'
import { auditEntries, users } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { ADMIN_SETTINGS, type AdminSetting, type AdminSettings, type SettingChange } from '#shared/contracts/marketplace-settings'
import { SETTING_CHANGED } from './change-settings'
import { readSettings, settingsVersion } from './read-settings'
import { settingsNotYours } from './settings-errors'
import { mayChangeSettings } from './settings-policy'

const CHANGES_SHOWN = 30

/** What admins may change, and what they changed last. */
export async function getAdminSettings(ctx: Context, actor: Actor): Promise<AdminSettings> {
  if (!mayChangeSettings(actor)) throw settingsNotYours()

  const [settings, version, changes] = await Promise.all([readSettings(ctx), settingsVersion(ctx), latestChanges(ctx)])
  const { shopsNeedApproval, productReview, bannedWords, pinnedPopular, pinnedNewest } = settings
  const { chatRefusedWords, chatHeldWords, chatMaskContacts, chatHoldLinks, messagesAMinute, chatPictureMegabytes, chatFileMegabytes } =
    settings
  const { payoutSchedule, payoutWeekday, payoutMinimumMinor, disputeFeeMinor, pricesShown, currency } = settings
  return {
    shopsNeedApproval,
    productReview,
    bannedWords,
    chatRefusedWords,
    chatHeldWords,
    chatMaskContacts,
    chatHoldLinks,
    messagesAMinute,
    chatPictureMegabytes,
    chatFileMegabytes,
    pinnedPopular,
    pinnedNewest,
    payoutSchedule,
    payoutWeekday,
    payoutMinimumMinor,
    disputeFeeMinor,
    pricesShown,
    currency,
    version,
    changes,
  }
}

async function latestChanges(ctx: Context): Promise<SettingChange[]> {
  const { action, subjectType, subjectId, actorId, position, details, createdAt } = auditEntries
  const rows = await ctx.db
    .select({ key: subjectId, details, by: users.name, at: createdAt })
    .from(auditEntries)
    .leftJoin(users, eq(users.id, actorId))
    .where(and(eq(subjectType, 'setting'), inArray(subjectId, [...ADMIN_SETTINGS]), eq(action, SETTING_CHANGED)))
    .orderBy(desc(position))
    .limit(CHANGES_SHOWN)

  return rows.map(({ key, details, by, at }) => {
    const { to, added = [], removed = [] } = details as { to?: SettingChange['to']; added?: string[]; removed?: string[] }
    return { key: key as AdminSetting, to: to ?? null, added, removed, by, at: at.toISOString() }
  })
}
