import { sql, type SQL } from 'drizzle-orm'
import { KNOWN_SETTINGS, type SettingKey } from './known-settings'

/** A setting within a statement that reads more, as JSON. */
export const settingSql = (key: SettingKey): SQL =>
  sql`coalesce((select value from settings where key = ${key}), ${JSON.stringify(KNOWN_SETTINGS[key].initially)}::jsonb)`
