import { sql } from 'drizzle-orm'
import { orderGroups, settings } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { KNOWN_SETTINGS, type SettingKey, type Settings } from './known-settings'
import { currencyFixed, settingInvalid, settingsNotYours } from './settings-errors'
import { mayChangeSettings } from './settings-policy'

/** Sets one setting. The currency stays as it is from the first order on. */
export function changeSetting<K extends SettingKey>(ctx: Context, actor: Actor, key: K, value: Settings[K]): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    if (!mayChangeSettings(actor)) throw settingsNotYours()
    if (!KNOWN_SETTINGS[key].schema.safeParse(value).success) throw settingInvalid(key)
    if (key === 'currency' && (await hasOrders(ctx))) throw currencyFixed()

    await ctx.db
      .insert(settings)
      .values({ key, value, updatedAt: ctx.now })
      .onConflictDoUpdate({ target: settings.key, set: { value, version: sql`${settings.version} + 1`, updatedAt: ctx.now } })
  })
}

const hasOrders = async (ctx: Context) => (await ctx.db.select({ id: orderGroups.id }).from(orderGroups).limit(1)).length > 0
