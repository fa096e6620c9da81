import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Config } from '#server/platform/config/config'

const KEY_LENGTH = 22

/** What proves, without an account, that somebody may see an order group: 128 bits that only we can make. */
export const accessKeyOf = (config: Pick<Config, 'secret'>, number: string): string =>
  createHmac('sha256', config.secret).update(`order-group:${number}`).digest('base64url').slice(0, KEY_LENGTH)

export function isAccessKey(config: Pick<Config, 'secret'>, number: string, key: string): boolean {
  const expected = Buffer.from(accessKeyOf(config, number))
  const given = Buffer.from(key)
  return expected.length === given.length && timingSafeEqual(expected, given)
}

/** The page of an order group, with the key, in the buyer's language. */
export const orderGroupAddress = (config: Pick<Config, 'secret' | 'siteUrl'>, group: { number: string; locale: string }): string =>
  `${config.siteUrl}${group.locale === 'en' ? '' : `/${group.locale}`}/orders/${group.number}?key=${accessKeyOf(config, group.number)}`
