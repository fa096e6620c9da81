import { sum } from 'drizzle-orm'
import { settings } from '#db/schema'
import type { Context } from '#server/platform/context'
import { KNOWN_SETTINGS, type SettingKey, type Settings } from './known-settings'

/** All settings; what is stored but no longer understood counts as not set. */
export async function readSettings(ctx: Context): Promise<Settings> {
  const rows = await ctx.db.select({ key: settings.key, value: settings.value }).from(settings)
  const stored = new Map(rows.map(({ key, value }) => [key, value]))

  const entries = Object.entries(KNOWN_SETTINGS).map(([key, { schema, initially }]) => {
    const parsed = schema.safeParse(stored.get(key))
    return [key, parsed.success ? parsed.data : initially] as [SettingKey, unknown]
  })
  return Object.fromEntries(entries) as Settings
}

/** Grows with each change of any setting. */
export async function settingsVersion(ctx: Context): Promise<number> {
  const [row] = await ctx.db.select({ version: sum(settings.version) }).from(settings)
  return Number(row?.version ?? 0)
}
