import { inArray, sum } from 'drizzle-orm'
import { settings } from '#db/schema'
import type { Context } from '#server/platform/context'
import { KNOWN_SETTINGS, type SettingKey, type Settings } from './known-settings'

const ALL = Object.keys(KNOWN_SETTINGS) as SettingKey[]

/** These settings, or all of them; what is stored but no longer understood counts as not set. */
export async function readSettings<Key extends SettingKey = SettingKey>(
  ctx: Pick<Context, 'db'>,
  keys: readonly Key[] = ALL as Key[],
): Promise<Pick<Settings, Key>> {
  const rows = await ctx.db
    .select({ key: settings.key, value: settings.value })
    .from(settings)
    .where(keys.length < ALL.length ? inArray(settings.key, [...keys]) : undefined)
  const stored = new Map(rows.map(({ key, value }) => [key, value]))

  const entries = keys.map((key) => {
    const { schema, initially } = KNOWN_SETTINGS[key]
    const parsed = schema.safeParse(stored.get(key))
    return [key, parsed.success ? parsed.data : initially] as [Key, unknown]
  })
  return Object.fromEntries(entries) as Pick<Settings, Key>
}

/** Grows with each change of any setting. */
export async function settingsVersion(ctx: Context): Promise<number> {
  const [row] = await ctx.db.select({ version: sum(settings.version) }).from(settings)
  return Number(row?.version ?? 0)
}
