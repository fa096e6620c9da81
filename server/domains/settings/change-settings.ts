import { isDeepStrictEqual } from 'node:util'
import { sql } from 'drizzle-orm'
import { settings } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import { pageTag, purgeTags } from '#server/platform/cache/page-tags'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import {
  ADMIN_SETTINGS,
  changeSettingsSchema,
  PINNED_ROWS,
  WORD_LISTS,
  type AdminSetting,
  type ChangeSettings,
  type PinnedRow,
} from '#shared/contracts/marketplace-settings'
import type { Settings } from './known-settings'
import { readSettings, settingsVersion } from './read-settings'
import { settingsChangedElsewhere, settingsNotYours } from './settings-errors'
import { lockSettings } from './settings-locks'
import { mayChangeSettings } from './settings-policy'

export const SETTING_CHANGED = 'settings.changed'

/**
 * Changes the settings that are named and leaves the others; what is so already is not written. Throws
 * `settings.changed_elsewhere` for another version than there is.
 */
export function changeSettings(ctx: Context, actor: Actor, input: ChangeSettings): Promise<void> {
  const { version, ...wished } = changeSettingsSchema.parse(input)

  return inTransaction(ctx, async (ctx) => {
    if (!mayChangeSettings(actor)) throw settingsNotYours()
    await lockSettings(ctx)
    const [before, latest] = [await readSettings(ctx), await settingsVersion(ctx)]
    if (version !== undefined && version !== latest) throw settingsChangedElsewhere(latest)

    const wanted = { ...before, ...wished }
    for (const list of WORD_LISTS) if (wished[list]) wanted[list] = sortedWords(wished[list])
    for (const row of PINNED_ROWS) wanted[row] = [...new Set(wanted[row])]
    const changed = ADMIN_SETTINGS.filter((key) => !isDeepStrictEqual(before[key], wanted[key]))
    for (const key of changed) await write(ctx, key, wanted[key])
    for (const key of changed)
      await recordAudit(ctx, actor, {
        action: SETTING_CHANGED,
        subject: { type: 'setting', id: key },
        details: detailsOf(before[key], wanted[key]),
      })
    if (changed.some((key) => PINNED_ROWS.includes(key as PinnedRow))) await purgeTags(ctx, [pageTag.home])
    if (changed.includes('pricesShown')) await purgeTags(ctx, [pageTag.prices])
  })
}

async function write(ctx: Context, key: AdminSetting, value: Value): Promise<void> {
  await ctx.db
    .insert(settings)
    .values({ key, value, updatedAt: ctx.now })
    .onConflictDoUpdate({ target: settings.key, set: { value, version: sql`${settings.version} + 1`, updatedAt: ctx.now } })
}

type Value = Settings[AdminSetting]

function detailsOf(before: Value, after: Value): Record<string, unknown> {
  if (!Array.isArray(before) || !Array.isArray(after)) return { from: before, to: after }
  const without = (list: readonly string[], others: readonly string[]) => list.filter((word) => !others.includes(word))
  return { added: without(after, before), removed: without(before, after) }
}

/** One of each, whatever the case and the spaces, so that the same words are the same list. */
function sortedWords(words: readonly string[]): string[] {
  const plain = words.map((word) => word.trim().replace(/\s+/g, ' ').toLowerCase())
  return [...new Set(plain)].sort((one, other) => one.localeCompare(other, 'en'))
}
