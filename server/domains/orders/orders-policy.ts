import type { Actor } from '#server/platform/actor'
import type { Config } from '#server/platform/config/config'
import { isAccessKey } from './access-key'

/** Its buyer, signed in or by the key of their link. */
export const isBuyerOf = (
  config: Pick<Config, 'secret'>,
  actor: Actor,
  group: { number: string; userId: string | null },
  key: string | null,
): boolean => (actor.userId !== null && actor.userId === group.userId) || (key !== null && isAccessKey(config, group.number, key))

/** Its buyer, and admins. */
export const mayReadOrderGroup = (...[config, actor, group, key]: Parameters<typeof isBuyerOf>): boolean =>
  mayListEverything(actor) || isBuyerOf(config, actor, group, key)

export const mayListEverything = (actor: Actor) => actor.role === 'admin' || actor.role === 'system'

/** Admins act for every shop, and say why. */
export const mayChangeOrders = mayListEverything
